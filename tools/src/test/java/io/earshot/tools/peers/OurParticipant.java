package io.earshot.tools.peers;

import io.earshot.livekit.data.TextMessage;
import io.earshot.livekit.room.DisconnectReason;
import io.earshot.livekit.room.JoinOptions;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.Publication;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.room.Room;
import io.earshot.livekit.room.RoomCounters;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.room.RoomListener;
import io.earshot.livekit.room.RoomQuality;
import io.earshot.livekit.room.RoomServices;
import io.earshot.livekit.room.RoomSettings;
import io.earshot.livekit.room.TrackInfo;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.SignedToken;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.livekit.token.VideoPermission;
import io.earshot.livekit.transcription.Transcript;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Earshot's own participant by itself: publishes a tone and listens to everybody. Its room is confined to a loop of its own; the test's
 * thread reads what that left in thread-safe fields.
 */
final class OurParticipant implements RoomListener, AutoCloseable {
    private static final int RATE = 16_000;
    private static final int AMPLITUDE = 8_000;

    final List<String> told = new CopyOnWriteArrayList<>();
    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, true));
    private final MediaLoop loop = loops.next();
    private final RoomServices services = RoomServices.create(RoomSettings.DEFAULT);
    private final BlockingQueue<RoomEnd> ends = new LinkedBlockingQueue<>();
    private final Tone tone = new Tone();
    private final Ear ear = new Ear();
    private final Peers peers;
    private volatile long joinNs;
    private volatile long readyNs;
    private Room room;

    private OurParticipant(Peers peers) {
        this.peers = peers;
    }

    /** Joins, as an agent if so named; publishes {@code hz} in that codec, OPUS or PCMU; 0 hertz: silence. */
    static OurParticipant join(Peers peers, String room, String identity, AudioCodec codec, double hz)
            throws Exception {
        return join(peers, peers.url(), room, identity, codec, hz);
    }

    /** The same, at another address, such as that of a {@link CutWire}. */
    static OurParticipant join(Peers peers, URI url, String room, String identity, AudioCodec codec, double hz)
            throws Exception {
        OurParticipant ours = new OurParticipant(peers);
        ours.services.warm();
        ours.tone.hz = hz;
        PublishOptions voice = codec == AudioCodec.OPUS
                ? PublishOptions.opus("voice", AudioFormat.LINEAR16_16K)
                : new PublishOptions(
                        "voice",
                        PublishOptions.g711("voice", codec).source(),
                        codec,
                        AudioFormat.LINEAR16_16K,
                        false,
                        false,
                        PublishOptions.g711("voice", codec).opus(),
                        false);
        JoinOptions options = JoinOptions.to(url, () -> ours.token(room, identity), true)
                .autoSubscribing(true)
                .publishing(new Publication(voice, ours.tone));
        ours.joinNs = System.nanoTime();
        ours.room = ours.loop.call(() -> Room.join(ours.services, ours.loop, options, ours));
        Peers.untilTrue("our media", () -> ours.readyNs != 0 || !ours.ends.isEmpty());
        return ours;
    }

    /** From the beginning of the join to the media being up, milliseconds. */
    double readyMs() {
        return (readyNs - joinNs) / 1e6;
    }

    /** Runs {@code task} with the room on its loop. */
    <T> T inRoom(java.util.function.Function<Room, T> task) throws Exception {
        return loop.call(() -> task.apply(room));
    }

    /** Sends this tone from now on. */
    void tone(double hz) {
        tone.hz = hz;
    }

    /** The next {@code ms} milliseconds heard, 16 kHz. */
    short[] listen(int ms) throws InterruptedException {
        return ear.listen(ms);
    }

    /** How often something happened to this participant. */
    long count(RoomCounters.Count what) {
        return services.counters().value(what);
    }

    RoomQuality quality() throws Exception {
        return inRoom(Room::quality);
    }

    /** How it ended; fails when it does not end in time. */
    RoomEnd awaitEnd(int seconds) throws InterruptedException {
        RoomEnd end = ends.poll(seconds, TimeUnit.SECONDS);
        if (end == null) {
            throw new AssertionError("still in the room after " + seconds + " s: " + told);
        }
        return end;
    }

    /** Waits until this was told: {@code reconnecting}, {@code reconnected}, {@code joined} and so on, by beginning. */
    void awaitTold(String beginning) throws Exception {
        Peers.until(
                beginning, () -> told.stream().anyMatch(it -> it.startsWith(beginning)) ? true : null, told::toString);
    }

    @Override
    public void onJoined() {
        told.add("joined");
    }

    @Override
    public void onMediaReady() {
        readyNs = readyNs == 0 ? System.nanoTime() : readyNs;
        told.add("media");
    }

    @Override
    public void onParticipantJoined(Participant participant) {
        told.add("came " + participant.identity() + " " + participant.kind() + " " + participant.attributes());
    }

    @Override
    public void onParticipantChanged(Participant before, Participant now) {
        if (!before.attributes().equals(now.attributes())) {
            told.add("attributes " + now.identity() + " " + now.attributes());
        }
    }

    @Override
    public void onParticipantLeft(Participant participant, DisconnectReason reason) {
        told.add("left " + participant.identity() + " " + reason);
    }

    @Override
    public void onTrackReady(Participant participant, TrackInfo track, AudioCodec codec) {
        told.add("track " + participant.identity() + " " + codec + " " + track.mime());
        room.listen(track.sid(), AudioFormat.LINEAR16_16K, ear);
    }

    @Override
    public void onDtmf(String identity, char digit) {
        told.add("dtmf " + identity + " " + digit);
    }

    @Override
    public void onData(String identity, byte[] payload, String topic) {
        told.add("data " + identity + " " + topic + " " + new String(payload, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void onText(String identity, TextMessage message) {
        told.add("text " + identity + " " + message.topic() + " " + message.text());
    }

    @Override
    public void onTranscript(Transcript transcript) {
        told.add("transcript " + transcript.identity() + " " + transcript.last() + " " + transcript.text());
    }

    @Override
    public void onReconnecting(String cause) {
        told.add("reconnecting " + cause);
    }

    @Override
    public void onReconnected(boolean resumed) {
        told.add("reconnected " + (resumed ? "resumed" : "anew"));
    }

    @Override
    public void onClosed(RoomEnd end) {
        told.add("closed " + end);
        ends.add(end);
    }

    @Override
    public void close() {
        loop.execute(room::leave);
        try {
            ends.poll(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loops.close();
        services.close();
    }

    private SignedToken token(String name, String identity) {
        AccessToken token = new AccessToken()
                .identity(identity)
                .video(VideoGrant.join(name).allowing(VideoPermission.CAN_UPDATE_OWN_METADATA));
        return (identity.startsWith("agent") ? token.agentKind() : token).sign(peers.key(), Instant.now());
    }

    /** The published tone. */
    private static final class Tone implements AudioSource {
        volatile double hz;
        private long phase;

        @Override
        public int read(ByteBuf out, int maxBytes) {
            short[] samples = Sound.sine(RATE, hz, hz == 0 ? 0 : AMPLITUDE, phase, maxBytes / 2);
            phase += samples.length;
            for (short sample : samples) {
                out.writeShortLE(sample);
            }
            return maxBytes;
        }

        @Override
        public void onSent(long sentNs) {}
    }

    /** What is heard; guarded by its own lock. */
    private final class Ear implements AudioSink {
        private short[] heard = new short[0];

        @Override
        public synchronized void onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
            int before = heard.length > 20 * RATE ? 0 : heard.length;
            int count = audio.readableBytes() / 2;
            heard = Arrays.copyOf(heard, before + count);
            for (int i = 0; i < count; i++) {
                heard[before + i] = audio.getShortLE(audio.readerIndex() + 2 * i);
            }
            notifyAll();
        }

        synchronized short[] listen(int ms) throws InterruptedException {
            long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2L * ms + 10_000);
            heard = new short[0];
            while (heard.length < RATE * ms / 1_000) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
                if (leftMs <= 0) {
                    throw new AssertionError("heard only " + heard.length + " samples; " + told);
                }
                wait(leftMs);
            }
            return heard;
        }
    }
}
