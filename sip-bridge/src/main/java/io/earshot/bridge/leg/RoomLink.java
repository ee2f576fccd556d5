package io.earshot.bridge.leg;

import io.earshot.bridge.metrics.MediaMeter;
import io.earshot.livekit.data.RpcHandler;
import io.earshot.livekit.room.LocalAudio;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.room.Room;
import io.earshot.livekit.room.RoomMedia;
import io.earshot.livekit.room.RoomQuality;
import io.earshot.livekit.room.RoomState;
import io.earshot.livekit.transcription.Transcripts;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.session.SessionProtection;
import io.earshot.media.session.TransportTimes;
import java.util.Collection;
import java.util.Map;

/** What a leg needs of a {@link Room}, and no more; each method means what the room's of the same name does. */
public interface RoomLink {
    /** The room's name; empty before the welcome. */
    String name();

    /** Ourselves as the server sees us. */
    Participant local();

    /** The others. */
    Collection<Participant> participants();

    /** Publishes a further track. */
    LocalAudio publish(PublishOptions options, AudioSource source);

    /** Asks for a track's media. */
    void subscribe(String trackSid);

    /** Asks for no more of it; what listens goes on when it is subscribed to again. */
    void unsubscribe(String trackSid);

    /** Sends a subscribed track's audio to {@code ears}. */
    void listen(String trackSid, AudioFormat wanted, AudioSink ears);

    /** Ends that. */
    void unlisten(String trackSid);

    /** Changes attributes of ours. */
    void setAttributes(Map<String, String> attributes);

    /** Presses a key; false when it could not be sent. */
    boolean sendDtmf(char digit);

    /** Shows the others what somebody in the room says. */
    Transcripts transcripts();

    /** How the connection does. */
    default RoomQuality quality() {
        return RoomQuality.UNKNOWN;
    }

    /** Offers a method to the others (RPC). */
    default void onRpc(String method, RpcHandler handler) {}

    /** Leaves. */
    void leave();

    /** The link that a room is, whose audio is watched. */
    static RoomLink watched(Room room, MediaLoop loop, MediaMeter meter) {
        meter.watch(
                "room",
                loop,
                () -> room.state() == RoomState.CLOSED,
                () -> sample(room.quality().media()));
        return to(room);
    }

    private static MediaMeter.Sample sample(RoomMedia media) {
        TransportTimes times = media.times();
        SessionProtection dtls = new SessionProtection(
                SessionProtection.Kind.DTLS, "", times.securedNs() >= 0, 0, 0, 0, 0, 0, 0, times.dtlsNs());
        return new MediaMeter.Sample(media.received(), media.sent(), media.roundTripMs(), false, dtls, times.iceNs());
    }

    /** The link that a room is. */
    static RoomLink to(Room room) {
        return new RoomLink() {
            @Override
            public String name() {
                return room.name();
            }

            @Override
            public Participant local() {
                return room.local();
            }

            @Override
            public Collection<Participant> participants() {
                return room.participants();
            }

            @Override
            public LocalAudio publish(PublishOptions options, AudioSource source) {
                return room.publish(options, source);
            }

            @Override
            public void subscribe(String trackSid) {
                room.subscribe(trackSid, true);
            }

            @Override
            public void unsubscribe(String trackSid) {
                room.subscribe(trackSid, false);
            }

            @Override
            public void listen(String trackSid, AudioFormat wanted, AudioSink ears) {
                room.listen(trackSid, wanted, ears);
            }

            @Override
            public void unlisten(String trackSid) {
                room.unlisten(trackSid);
            }

            @Override
            public void setAttributes(Map<String, String> attributes) {
                room.setAttributes(attributes);
            }

            @Override
            public boolean sendDtmf(char digit) {
                return room.sendDtmf(digit);
            }

            @Override
            public Transcripts transcripts() {
                return room.transcripts();
            }

            @Override
            public RoomQuality quality() {
                return room.quality();
            }

            @Override
            public void onRpc(String method, RpcHandler handler) {
                room.onRpc(method, handler);
            }

            @Override
            public void leave() {
                room.leave();
            }
        };
    }
}
