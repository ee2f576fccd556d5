package io.earshot.bridge.room;

import io.earshot.bridge.leg.RoomDoor;
import io.earshot.bridge.leg.RoomLink;
import io.earshot.livekit.data.OutgoingStreams;
import io.earshot.livekit.room.ConnectionQuality;
import io.earshot.livekit.room.DisconnectReason;
import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.LocalAudio;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.ParticipantKind;
import io.earshot.livekit.room.ParticipantState;
import io.earshot.livekit.room.Permission;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.room.RoomListener;
import io.earshot.livekit.room.TrackInfo;
import io.earshot.livekit.token.TrackSource;
import io.earshot.livekit.transcription.Transcript;
import io.earshot.livekit.transcription.TranscriptReader;
import io.earshot.livekit.transcription.Transcripts;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.net.MediaLoop;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import livekit.LivekitModels.DataPacket;

/** A room whose other side is the test. */
final class StagedRoom implements RoomLink {
    final MediaLoop loop;
    final JoinOptions options;
    final RoomListener listener;
    final List<String> subscribed = new CopyOnWriteArrayList<>();
    final List<String> unsubscribed = new CopyOnWriteArrayList<>();
    final Map<String, AudioSink> ears = new ConcurrentHashMap<>();
    final Map<String, String> attributes = new ConcurrentHashMap<>();
    final List<Transcript> written = new CopyOnWriteArrayList<>();
    final List<Character> keys = new CopyOnWriteArrayList<>();
    final AtomicInteger left = new AtomicInteger();
    private final Map<String, Participant> others = new LinkedHashMap<>();
    private final String name;
    private final Transcripts transcripts = new Transcripts(
            new OutgoingStreams(packet -> true, () -> 0, new Random(1)), this::write, new Random(2), true);

    StagedRoom(String name, MediaLoop loop, JoinOptions options, RoomListener listener) {
        this.name = name;
        this.loop = loop;
        this.options = options;
        this.listener = listener;
    }

    /** The way into rooms of this kind; each that was entered is in the list. */
    static RoomDoor door(String name, List<StagedRoom> entered) {
        return (loop, options, listener) -> {
            StagedRoom room = new StagedRoom(name, loop, options, listener);
            entered.add(room);
            return room;
        };
    }

    static Participant participant(String identity, ParticipantKind kind, Map<String, String> attributes) {
        TrackInfo track = new TrackInfo("TR_" + identity, "voice", TrackSource.MICROPHONE, true, "", false, identity);
        return new Participant(
                "PA_" + identity,
                identity,
                "",
                kind,
                "",
                attributes,
                ParticipantState.ACTIVE,
                new Permission(true, true, true, true, false),
                List.of(track),
                ConnectionQuality.GOOD);
    }

    static Participant caller(String callStatus) {
        return participant(
                "sip_1",
                ParticipantKind.SIP,
                Map.of(
                        "sip.callStatus", callStatus,
                        "sip.callID", "SCL_1",
                        "sip.callIDFull", "dialogue@phone",
                        "sip.phoneNumber", "+15550199",
                        "sip.trunkPhoneNumber", "+15550100",
                        "sip.trunkID", "ST_1"));
    }

    void on(Consumer<RoomListener> event) {
        try {
            loop.call(() -> {
                event.accept(listener);
                return true;
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server lets us in; these are there already. */
    void welcome(Participant... already) {
        on(to -> {
            to.onJoined();
            for (Participant one : already) {
                others.put(one.identity(), one);
                to.onParticipantJoined(one);
            }
            to.onOthersKnown();
            to.onMediaReady();
        });
    }

    void come(Participant one) {
        on(to -> {
            others.put(one.identity(), one);
            to.onParticipantJoined(one);
        });
    }

    void change(Participant now) {
        on(to -> {
            Participant before = others.put(now.identity(), now);
            to.onParticipantChanged(before, now);
        });
    }

    void go(String identity) {
        on(to -> {
            Participant gone = others.remove(identity);
            to.onParticipantLeft(gone, DisconnectReason.CLIENT_INITIATED);
        });
    }

    /** After the session was lost: a new one. */
    void rejoin() {
        on(to -> {
            to.onReconnecting("lost");
            to.onOthersKnown();
            to.onReconnected(false);
        });
    }

    /** Gone without a word. */
    void vanish(String identity) {
        on(to -> to.onParticipantLeft(others.remove(identity), DisconnectReason.UNKNOWN_REASON));
    }

    void close(RoomEnd end) {
        on(to -> to.onClosed(end));
    }

    /** Octets that the agent says now. */
    int said() throws Exception {
        return loop.call(() -> {
            var buffer = io.netty.buffer.Unpooled.buffer(640);
            return options.published().getFirst().source().read(buffer, 640);
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Participant local() {
        return participant("me", ParticipantKind.AGENT, attributes);
    }

    @Override
    public Collection<Participant> participants() {
        return List.copyOf(others.values());
    }

    @Override
    public LocalAudio publish(PublishOptions track, AudioSource source) {
        throw new UnsupportedOperationException("room mode publishes with the join");
    }

    @Override
    public void subscribe(String trackSid) {
        subscribed.add(trackSid);
    }

    @Override
    public void unsubscribe(String trackSid) {
        unsubscribed.add(trackSid);
    }

    @Override
    public void listen(String trackSid, AudioFormat wanted, AudioSink sink) {
        ears.put(trackSid, sink);
    }

    @Override
    public void unlisten(String trackSid) {
        ears.remove(trackSid);
    }

    @Override
    public void setAttributes(Map<String, String> changed) {
        attributes.putAll(changed);
    }

    @Override
    public Transcripts transcripts() {
        return transcripts;
    }

    /** Notes the versions of segments, by the older form, which holds each whole. */
    private boolean write(DataPacket.Builder packet) {
        for (Transcript each : TranscriptReader.of(packet.getTranscription())) {
            written.add(each);
        }
        return true;
    }

    @Override
    public boolean sendDtmf(char digit) {
        return keys.add(digit);
    }

    @Override
    public void leave() {
        left.incrementAndGet();
        listener.onClosed(new RoomEnd.Left("left"));
    }
}
