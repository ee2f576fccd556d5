package io.earshot.livekit.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.SpeakerInfo;
import livekit.LivekitRtc.ConnectionQualityInfo;
import org.jspecify.annotations.Nullable;

/** Who is in the room, ourselves included, and what they publish. Tells the listener what changed. Confined to the room's loop. */
final class Roster {
    /** More participants than that are not kept: an SFU's word must not fill the memory. */
    private static final int MOST = 20_000;

    /** Told of tracks, before the room's user is. */
    interface Tracks {
        void published(TrackInfo track);

        void unpublished(TrackInfo track);

        /** The room's user has heard of it. */
        void announced(TrackInfo track);
    }

    private record Entry(Participant participant, int version) {}

    private static final Participant NOBODY = new Participant(
            "",
            "",
            "",
            ParticipantKind.STANDARD,
            "",
            Map.of(),
            ParticipantState.JOINING,
            Permission.NONE,
            List.of(),
            ConnectionQuality.UNKNOWN);

    private final RoomListener listener;
    private final Tracks tracks;
    private final Consumer<String> left;
    private final Map<String, Entry> bySid = new LinkedHashMap<>();
    private final Map<String, TrackInfo> trackBySid = new HashMap<>();
    private Participant local = NOBODY;

    /** @param left told of each identity that is gone, before the listener is */
    Roster(RoomListener listener, Tracks tracks, Consumer<String> left) {
        this.listener = listener;
        this.tracks = tracks;
        this.left = left;
    }

    Participant local() {
        return local;
    }

    Collection<Participant> others() {
        return bySid.values().stream().map(Entry::participant).toList();
    }

    @Nullable
    TrackInfo track(String sid) {
        return trackBySid.get(sid);
    }

    /** Whose track it is, or null. */
    @Nullable
    Participant publisher(String trackSid) {
        TrackInfo track = trackBySid.get(trackSid);
        return track == null ? null : byIdentity(track.participantIdentity());
    }

    @Nullable
    Participant byIdentity(String identity) {
        for (Entry entry : bySid.values()) {
            if (entry.participant().identity().equals(identity)) {
                return entry.participant();
            }
        }
        return null;
    }

    /** The identity behind a participant's sid, or an empty string. */
    String identity(String sid) {
        if (sid.equals(local.sid())) {
            return local.identity();
        }
        Entry entry = bySid.get(sid);
        return entry == null ? "" : entry.participant().identity();
    }

    /** Who we are from now on, silently. */
    void welcome(ParticipantInfo us) {
        local = Protos.participant(us, ConnectionQuality.UNKNOWN);
    }

    /** The room holds exactly these others: those missing have left. */
    void replace(List<ParticipantInfo> all) {
        List<String> present = all.stream().map(ParticipantInfo::getSid).toList();
        for (String sid : new ArrayList<>(bySid.keySet())) {
            if (!present.contains(sid)) {
                remove(sid, DisconnectReason.UNKNOWN_REASON);
            }
        }
        update(all);
    }

    /** Some of the participants changed, came or went. */
    void update(List<ParticipantInfo> changed) {
        for (ParticipantInfo info : changed) {
            if (info.getSid().equals(local.sid())) {
                updateLocal(info);
            } else if (info.getState() == ParticipantInfo.State.DISCONNECTED) {
                remove(info.getSid(), Protos.reason(info.getDisconnectReason()));
            } else {
                put(info);
            }
        }
    }

    /** New ratings; {@code ours} takes the score of our own. */
    void quality(List<ConnectionQualityInfo> updates, Consumer<ConnectionQualityInfo> ours) {
        for (ConnectionQualityInfo update : updates) {
            ConnectionQuality quality = Protos.quality(update.getQuality());
            if (update.getParticipantSid().equals(local.sid())) {
                local = rated(local, quality);
                ours.accept(update);
                listener.onQuality(local.identity(), quality);
            } else if (change(update.getParticipantSid(), it -> rated(it, quality))) {
                listener.onQuality(identity(update.getParticipantSid()), quality);
            }
        }
    }

    /** Who speaks, of those who are known. */
    List<Speaker> speakers(List<SpeakerInfo> infos) {
        return infos.stream()
                .filter(info -> !identity(info.getSid()).isEmpty())
                .map(info -> new Speaker(identity(info.getSid()), info.getLevel(), info.getActive()))
                .toList();
    }

    private void updateLocal(ParticipantInfo info) {
        Participant before = local;
        local = Protos.participant(info, before.quality());
        if (!before.equals(local)) {
            listener.onParticipantChanged(before, local);
        }
    }

    private void put(ParticipantInfo info) {
        Entry known = bySid.get(info.getSid());
        if (known == null) {
            add(info);
        } else if (Integer.compareUnsigned(info.getVersion(), known.version()) >= 0) {
            change(known.participant(), info);
        }
    }

    private void add(ParticipantInfo info) {
        Participant sameName = byIdentity(info.getIdentity());
        if (sameName != null) {
            remove(sameName.sid(), DisconnectReason.DUPLICATE_IDENTITY);
        }
        if (bySid.size() >= MOST || info.getSid().isEmpty()) {
            return;
        }
        Participant now = Protos.participant(info, ConnectionQuality.UNKNOWN);
        bySid.put(now.sid(), new Entry(now, info.getVersion()));
        now.tracks().forEach(track -> trackBySid.put(track.sid(), track));
        listener.onParticipantJoined(now);
        now.tracks().forEach(track -> published(now, track));
    }

    private void change(Participant before, ParticipantInfo info) {
        Participant now = Protos.participant(info, before.quality());
        bySid.put(now.sid(), new Entry(now, info.getVersion()));
        now.tracks().forEach(track -> trackBySid.put(track.sid(), track));
        for (TrackInfo track : before.tracks()) {
            if (now.track(track.sid()) == null) {
                unpublished(now, track);
            }
        }
        if (!withoutTracks(before).equals(withoutTracks(now))) {
            listener.onParticipantChanged(before, now);
        }
        for (TrackInfo track : now.tracks()) {
            TrackInfo was = before.track(track.sid());
            if (was == null) {
                published(now, track);
            } else if (was.muted() != track.muted()) {
                listener.onTrackMuted(now, track);
            }
        }
    }

    private void remove(String sid, DisconnectReason reason) {
        Entry gone = bySid.remove(sid);
        if (gone != null) {
            gone.participant().tracks().forEach(track -> unpublished(gone.participant(), track));
            left.accept(gone.participant().identity());
            listener.onParticipantLeft(gone.participant(), reason);
        }
    }

    private void published(Participant participant, TrackInfo track) {
        tracks.published(track);
        listener.onTrackPublished(participant, track);
        tracks.announced(track);
    }

    private void unpublished(Participant participant, TrackInfo track) {
        trackBySid.remove(track.sid());
        tracks.unpublished(track);
        listener.onTrackUnpublished(participant, track);
    }

    private boolean change(String sid, UnaryOperator<Participant> how) {
        Entry entry = bySid.get(sid);
        if (entry == null) {
            return false;
        }
        bySid.put(sid, new Entry(how.apply(entry.participant()), entry.version()));
        return true;
    }

    private static Participant rated(Participant it, ConnectionQuality quality) {
        return new Participant(
                it.sid(),
                it.identity(),
                it.name(),
                it.kind(),
                it.metadata(),
                it.attributes(),
                it.state(),
                it.permission(),
                it.tracks(),
                quality);
    }

    private static Participant withoutTracks(Participant it) {
        return new Participant(
                it.sid(),
                it.identity(),
                it.name(),
                it.kind(),
                it.metadata(),
                it.attributes(),
                it.state(),
                it.permission(),
                List.of(),
                it.quality());
    }
}
