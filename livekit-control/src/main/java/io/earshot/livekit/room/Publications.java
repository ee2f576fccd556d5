package io.earshot.livekit.room;

import io.earshot.media.audio.AudioSource;
import java.util.ArrayList;
import java.util.List;
import livekit.LivekitModels.AudioTrackFeature;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.MuteTrackRequest;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.TrackPublishedResponse;
import org.jspecify.annotations.Nullable;

/** What we publish, through all sessions. Confined to the room's loop. */
final class Publications {
    /** What a publication asks of the room. */
    interface Out {
        /** Sends now or not at all. */
        boolean send(SignalRequest request);

        /** The session's connection, once joined, else null. */
        @Nullable
        Peers peers();
    }

    private final Out out;
    private final List<LocalAudio> all = new ArrayList<>();
    private int lastCid;

    Publications(Out out) {
        this.out = out;
    }

    List<LocalAudio> all() {
        return List.copyOf(all);
    }

    /** Publishes at once where there is a session, else with the next. */
    LocalAudio add(PublishOptions options, AudioSource source) {
        LocalAudio track = new LocalAudio(this, "audio-" + ++lastCid, options, source);
        all.add(track);
        Peers peers = out.peers();
        if (peers != null) {
            out.send(request(track));
            peers.publish(track);
        }
        return track;
    }

    void remove(LocalAudio track) {
        if (all.remove(track)) {
            track.stop();
            Peers peers = out.peers();
            if (peers != null) {
                peers.negotiate();
            }
        }
    }

    /** The user muted or unmuted. */
    void muted(LocalAudio track) {
        String sid = track.sid();
        if (sid != null) {
            out.send(SignalRequest.newBuilder()
                    .setMute(MuteTrackRequest.newBuilder().setSid(sid).setMuted(track.muted()))
                    .build());
        }
    }

    /** A new session's requests for all tracks. */
    List<AddTrackRequest> requests() {
        return all.stream().map(Publications::addTrack).toList();
    }

    /** Asks again for what the server has not confirmed, and repeats what is muted. */
    void repeat() {
        for (LocalAudio track : all) {
            if (track.sid() == null) {
                out.send(request(track));
            } else {
                muted(track);
            }
        }
    }

    /** The server confirmed a track. */
    void published(TrackPublishedResponse response) {
        for (LocalAudio track : all) {
            if (track.cid().equals(response.getCid())) {
                String sid = response.getTrack().getSid();
                track.published(sid);
                if (track.muted() != response.getTrack().getMuted()) {
                    muted(track);
                }
            }
        }
    }

    /** The session is gone. */
    void detach() {
        all.forEach(LocalAudio::detach);
    }

    @Nullable
    LocalAudio bySid(String sid) {
        return all.stream().filter(it -> sid.equals(it.sid())).findFirst().orElse(null);
    }

    @Nullable
    LocalAudio byCid(String cid) {
        return all.stream().filter(it -> cid.equals(it.cid())).findFirst().orElse(null);
    }

    static SignalRequest request(LocalAudio track) {
        return SignalRequest.newBuilder().setAddTrack(addTrack(track)).build();
    }

    private static AddTrackRequest addTrack(LocalAudio track) {
        PublishOptions options = track.options();
        AddTrackRequest.Builder request = AddTrackRequest.newBuilder()
                .setCid(track.cid())
                .setName(options.name())
                .setType(TrackType.AUDIO)
                .setSource(Protos.source(options.source()))
                .setMuted(track.muted())
                .setDisableRed(!options.red());
        if (!options.dtx()) {
            request.addAudioFeatures(AudioTrackFeature.TF_NO_DTX);
        }
        return request.build();
    }
}
