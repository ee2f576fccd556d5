package io.earshot.livekit.room;

import io.earshot.livekit.room.MediaPort.RemoteTrack;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.codec.AudioCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.UpdateSubscription;
import org.jspecify.annotations.Nullable;

/**
 * What we want to hear, through all sessions: which tracks, and who listens. A wish for a track that is gone waits for the same publisher's
 * track of the same name and source. Confined to the room's loop.
 */
final class Subscriptions implements Roster.Tracks {
    private static final int MOST = 1_024;
    private static final int MOST_GONE = 64;

    /** What a subscription asks of the room. */
    interface Out {
        boolean send(SignalRequest request);

        /** The published track of that sid, or null. */
        @Nullable
        TrackInfo track(String sid);

        /** Its media can flow. */
        void ready(TrackInfo track, RemoteTrack media);
    }

    private static final class Wish {
        final String sid;
        final @Nullable TrackInfo track;

        @Nullable
        Boolean subscribed;

        @Nullable
        AudioFormat format;

        @Nullable
        AudioSink ears;

        Wish(String sid, @Nullable TrackInfo track) {
            this.sid = sid;
            this.track = track;
        }

        boolean means(TrackInfo other) {
            TrackInfo mine = track;
            return mine != null
                    && mine.participantIdentity().equals(other.participantIdentity())
                    && mine.name().equals(other.name())
                    && Objects.equals(mine.source(), other.source());
        }

        void listen(RemoteTrack media) {
            AudioFormat wanted = format;
            AudioSink sink = ears;
            if (wanted != null && sink != null) {
                media.listen(wanted, sink);
            }
        }
    }

    private final Out out;
    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    private final List<Wish> gone = new ArrayList<>();
    private final Map<String, RemoteTrack> media = new HashMap<>();

    Subscriptions(Out out) {
        this.out = out;
    }

    void subscribe(String sid, boolean on) {
        Wish wish = wish(sid);
        if (!Boolean.valueOf(on).equals(wish.subscribed)) {
            wish.subscribed = on;
            out.send(request(List.of(sid), on));
        }
    }

    void listen(String sid, AudioFormat wanted, AudioSink ears) {
        Wish wish = wish(sid);
        wish.format = wanted;
        wish.ears = ears;
        RemoteTrack remote = media.get(sid);
        if (remote != null) {
            remote.listen(wanted, ears);
        }
    }

    void unlisten(String sid) {
        Wish wish = wishes.get(sid);
        if (wish != null) {
            wish.ears = null;
        }
        RemoteTrack remote = media.get(sid);
        if (remote != null) {
            remote.stop();
        }
    }

    /** The server refused: asking again later is asking anew. */
    void refused(String sid) {
        Wish wish = wishes.get(sid);
        if (wish != null) {
            wish.subscribed = null;
        }
    }

    /** A track's media came in. */
    void arrived(RemoteTrack remote) {
        if (media.size() >= MOST) {
            return;
        }
        media.put(remote.trackSid(), remote);
        TrackInfo known = out.track(remote.trackSid());
        if (known != null) {
            remote.expect(codec(known));
        }
        Wish wish = wishes.get(remote.trackSid());
        if (wish != null) {
            wish.listen(remote);
        }
        if (known != null) {
            out.ready(known, remote);
        }
    }

    /** An answer allows several codecs; the track's MIME type says which one comes, {@code audio/red} being Opus. */
    private static AudioCodec codec(TrackInfo track) {
        return switch (track.mime().toLowerCase(Locale.ROOT)) {
            case "audio/pcmu" -> AudioCodec.PCMU;
            case "audio/pcma" -> AudioCodec.PCMA;
            default -> AudioCodec.OPUS;
        };
    }

    void ended(RemoteTrack remote) {
        media.remove(remote.trackSid(), remote);
    }

    @Override
    public void published(TrackInfo track) {
        Wish earlier = null;
        for (Wish wish : gone) {
            if (wish.means(track)) {
                earlier = wish;
            }
        }
        if (earlier != null && !wishes.containsKey(track.sid())) {
            gone.remove(earlier);
            adopt(earlier, track);
        }
    }

    /** The listener has heard of the track: media that came before it can be told of now. */
    @Override
    public void announced(TrackInfo track) {
        RemoteTrack early = media.get(track.sid());
        if (early != null) {
            out.ready(track, early);
        }
    }

    @Override
    public void unpublished(TrackInfo track) {
        RemoteTrack remote = media.remove(track.sid());
        if (remote != null) {
            remote.stop();
        }
        Wish wish = wishes.remove(track.sid());
        if (wish != null && wish.track != null) {
            gone.add(wish);
            if (gone.size() > MOST_GONE) {
                gone.removeFirst();
            }
        }
    }

    /** The session is gone and its media with it; what was wished stays. */
    void detach() {
        media.clear();
    }

    /** A new session: the server knows nothing of our wishes. */
    void repeat() {
        for (boolean on : new boolean[] {true, false}) {
            List<String> sids = sids(on);
            if (!sids.isEmpty()) {
                out.send(request(sids, on));
            }
        }
    }

    /** What the server should know after a lost socket: what we hear, or what we do not when it sends all by itself. */
    UpdateSubscription state(boolean autoSubscribe) {
        return UpdateSubscription.newBuilder()
                .addAllTrackSids(sids(!autoSubscribe))
                .setSubscribe(!autoSubscribe)
                .build();
    }

    private List<String> sids(boolean on) {
        return wishes.values().stream()
                .filter(wish -> Boolean.valueOf(on).equals(wish.subscribed) && out.track(wish.sid) != null)
                .map(wish -> wish.sid)
                .toList();
    }

    private void adopt(Wish earlier, TrackInfo track) {
        Wish wish = new Wish(track.sid(), track);
        wish.format = earlier.format;
        wish.ears = earlier.ears;
        wishes.put(track.sid(), wish);
        if (earlier.subscribed != null) {
            subscribe(track.sid(), earlier.subscribed);
        }
    }

    private Wish wish(String sid) {
        if (wishes.size() >= MOST) {
            wishes.remove(wishes.keySet().iterator().next());
        }
        return wishes.computeIfAbsent(sid, it -> new Wish(it, out.track(it)));
    }

    private static SignalRequest request(List<String> sids, boolean on) {
        return SignalRequest.newBuilder()
                .setSubscription(
                        UpdateSubscription.newBuilder().addAllTrackSids(sids).setSubscribe(on))
                .build();
    }
}
