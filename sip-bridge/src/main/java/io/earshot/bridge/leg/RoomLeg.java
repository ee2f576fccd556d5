package io.earshot.bridge.leg;

import io.earshot.livekit.data.RpcHandler;
import io.earshot.livekit.room.DisconnectReason;
import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.ParticipantKind;
import io.earshot.livekit.room.Publication;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.room.RoomListener;
import io.earshot.livekit.room.RoomQuality;
import io.earshot.livekit.room.TrackInfo;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.audio.Mixer;
import io.earshot.media.audio.Relay;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A LiveKit room as one side of a call: one voice goes into it as a track of ours, and everybody else's audio comes out as
 * one. Video is never subscribed to. Between the room's clock and the call's there is a {@link Relay} for each voice; a
 * single talker is not mixed. Confined to the call's loop.
 */
public final class RoomLeg implements Leg {
    private static final Logger log = LoggerFactory.getLogger(RoomLeg.class);

    private final RoomDoor door;
    private final MediaLoop loop;
    private final AudioFormat format;
    private final RoomLegEvents events;
    private final Relay voice;
    private final Mixer others;
    private final Map<String, Talker> talkers = new LinkedHashMap<>();
    private @Nullable RoomLink room;
    private boolean heard;
    private boolean over;

    /** Somebody else's track on its way to the call. */
    private record Talker(String identity, String track, Relay relay) {}

    /**
     * A leg that has not joined yet.
     *
     * @param format format of both directions on the call's side
     */
    public RoomLeg(RoomDoor door, MediaLoop loop, AudioFormat format, RoomLegEvents events) {
        this.door = door;
        this.loop = loop;
        this.format = format;
        this.events = events;
        this.voice = new Relay(format);
        this.others = new Mixer(format);
    }

    /**
     * Joins, publishing the call's voice from the first moment; the room must not subscribe by itself. Once a leg.
     *
     * @param track how the voice is published; its source format is the leg's
     */
    public void join(JoinOptions options, PublishOptions track) {
        if (room != null || over) {
            throw new IllegalStateException("joined before, or over");
        }
        voice.clear();
        room = door.join(loop, options.publishing(new Publication(track, voice)), new Listener());
    }

    /** Takes the voice that the room shall hear. */
    public AudioSink ears() {
        return voice;
    }

    /** Gives what the room says. */
    public AudioSource mouth() {
        return others;
    }

    /** Adds somebody who is not in the room to what the call hears. */
    public void addVoice(AudioSource source) {
        others.add(source);
    }

    /** Publishes a further voice of ours, in the leg's format, which the call does not hear back. */
    public void publish(PublishOptions track, AudioSource source) {
        if (room != null && !over) {
            room.publish(track, source);
        }
    }

    /** Changes attributes of our participant. */
    public void setAttributes(Map<String, String> attributes) {
        if (room != null && !over) {
            room.setAttributes(attributes);
        }
    }

    /** Our participant's attributes as the server last told them; none before the welcome. */
    public Map<String, String> attributes() {
        return room == null ? Map.of() : room.local().attributes();
    }

    /** Presses a key in the room; false when it could not be sent. */
    public boolean sendDtmf(char digit) {
        return room != null && !over && room.sendDtmf(digit);
    }

    /** Offers a method to the others in the room (RPC); after {@link #join}. */
    public void onRpc(String method, RpcHandler handler) {
        if (room != null && !over) {
            room.onRpc(method, handler);
        }
    }

    /** Whether somebody in the room is an agent, as the server says. */
    public boolean isAgent(String identity) {
        return room != null
                && room.participants().stream()
                        .anyMatch(each -> each.identity().equals(identity) && each.kind() == ParticipantKind.AGENT);
    }

    /** Whether nobody else is in the room. */
    public boolean alone() {
        return room == null || room.participants().isEmpty();
    }

    /** Whether somebody else's audio can be heard or could be. */
    public boolean heard() {
        return heard;
    }

    /** How the connection to the server does. */
    public RoomQuality quality() {
        return room == null ? RoomQuality.UNKNOWN : room.quality();
    }

    /** Figures of our voice on its way to the room. */
    public Relay.Figures voiceFigures() {
        return voice.figures();
    }

    /** Figures of the others' voices on their way to the call, by track. */
    public Map<String, Relay.Figures> talkerFigures() {
        Map<String, Relay.Figures> figures = new LinkedHashMap<>();
        talkers.forEach((sid, talker) -> figures.put(sid, talker.relay().figures()));
        return figures;
    }

    /** Reads in which two or more voices had to be added up. */
    public long mixed() {
        return others.mixed();
    }

    @Override
    public void end(CallEnd why) {
        if (over) {
            return;
        }
        over = true;
        if (room != null) {
            room.leave();
        }
    }

    private void hear(RoomLink link, Participant participant, TrackInfo track) {
        Talker known = talkers.remove(sidOf(participant.identity(), track.name()));
        Relay relay = known == null ? new Relay(format) : known.relay();
        if (known == null && !others.add(relay)) {
            log.warn("room {}: more than {} voices, {} is not heard", link.name(), Mixer.MOST, participant.identity());
            return;
        }
        talkers.put(track.sid(), new Talker(participant.identity(), track.name(), relay));
        link.listen(track.sid(), format, relay);
        if (!heard) {
            heard = true;
            events.onHeard();
        }
    }

    /** After a new session the same voice comes under another sid. */
    private String sidOf(String identity, String track) {
        for (Map.Entry<String, Talker> talker : talkers.entrySet()) {
            if (talker.getValue().identity().equals(identity)
                    && talker.getValue().track().equals(track)) {
                return talker.getKey();
            }
        }
        return "";
    }

    private void forget(RoomLink link, String trackSid) {
        Talker gone = talkers.remove(trackSid);
        if (gone != null) {
            others.remove(gone.relay());
            link.unlisten(trackSid);
        }
    }

    private final class Listener implements RoomListener {
        @Override
        public void onJoined() {
            if (room != null && !over) {
                events.onJoined(room.name(), room.local().sid());
            }
        }

        @Override
        public void onMediaReady() {
            if (!over) {
                voice.clear();
                events.onMediaReady();
            }
        }

        @Override
        public void onTrackPublished(Participant participant, TrackInfo track) {
            if (room != null && !over && track.audio()) {
                room.subscribe(track.sid());
            }
        }

        @Override
        public void onTrackReady(Participant participant, TrackInfo track, AudioCodec codec) {
            if (room != null && !over && track.audio()) {
                hear(room, participant, track);
            }
        }

        @Override
        public void onTrackUnpublished(Participant participant, TrackInfo track) {
            if (room != null && !over) {
                forget(room, track.sid());
            }
        }

        @Override
        public void onParticipantLeft(Participant participant, DisconnectReason reason) {
            if (room == null || over) {
                return;
            }
            for (TrackInfo track : participant.tracks()) {
                forget(room, track.sid());
            }
        }

        @Override
        public void onSubscriptionFailed(String trackSid, String cause) {
            log.warn("room {}: track {} cannot be heard: {}", room == null ? "" : room.name(), trackSid, cause);
        }

        @Override
        public void onTrackMuted(Participant participant, TrackInfo track) {
            Talker talker = talkers.get(track.sid());
            if (talker != null && track.muted()) {
                talker.relay().clear();
            }
        }

        @Override
        public void onDtmf(String identity, char digit) {
            if (!over) {
                events.onRoomDtmf(digit);
            }
        }

        @Override
        public void onReconnecting(String cause) {
            if (!over) {
                events.onConnection(true, cause);
            }
        }

        @Override
        public void onReconnected(boolean resumed) {
            if (room != null && !over) {
                events.onConnection(false, resumed ? "resumed" : "joined anew");
                events.onJoined(room.name(), room.local().sid());
            }
        }

        @Override
        public void onClosed(RoomEnd end) {
            if (!over) {
                over = true;
                events.onRoomEnded(end);
            }
        }
    }
}
