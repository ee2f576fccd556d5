package io.earshot.bridge.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.bridge.config.RecordingConfig;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    private static final int RATE = 8_000;
    private static final long START_NS = 1_000_000_000_000L;
    private static final long PACKET_NS = 20_000_000;
    private static final int PACKET = 160;

    @TempDir
    Path folder;

    private long nowNs = START_NS;

    private RecordingDesk open(
            RecordingConfig.Which which, RecordingConfig.Format format, RecordingConfig.Consent consent)
            throws IOException {
        return RecordingDesk.open(new RecordingConfig(
                folder.toString(),
                which,
                List.of(),
                format,
                consent,
                "This call is recorded.",
                Duration.ofHours(1),
                Duration.ofDays(1),
                0));
    }

    private RecordingDesk all(RecordingConfig.Format format) throws IOException {
        return open(RecordingConfig.Which.ALL, format, RecordingConfig.Consent.NONE);
    }

    /** A call whose audio is what a test says, packet by packet. */
    private final class Line {
        private final CallRecorder recorder;
        private final AudioSink ears;
        private final AudioSource mouth;
        private final ByteBuf out = Unpooled.buffer(4_096);
        private byte[] speech = new byte[0];

        Line(RecordingDesk desk) {
            recorder = desk.recorder("EC_A", "100", "anna", "carrier", () -> nowNs);
            ears = recorder.ears(AudioFormat.PCMU_8K, (_, _, _) -> {});
            mouth = recorder.mouth(AudioFormat.PCMU_8K, new AudioSource() {
                @Override
                public int read(ByteBuf to, int maxBytes) {
                    to.writeBytes(speech);
                    return speech.length;
                }

                @Override
                public void onSent(long sentNs) {}
            });
        }

        /** Packets of 20 ms of both sides; 0 Hz: nothing is sent. */
        void packets(int count, double callerHz, double agentHz) {
            for (int i = 0; i < count; i++) {
                long frame = (nowNs - START_NS) * RATE / 1_000_000_000;
                if (callerHz > 0) {
                    ears.onAudio(Unpooled.wrappedBuffer(tone(callerHz, frame)), nowNs, false);
                }
                speech = agentHz > 0 ? tone(agentHz, frame) : new byte[0];
                mouth.read(out.clear(), PACKET);
                nowNs += PACKET_NS;
            }
        }
    }

    private static byte[] tone(double hz, long firstFrame) {
        byte[] octets = new byte[PACKET];
        for (int i = 0; i < PACKET; i++) {
            octets[i] = G711.linearToMu((short) (8_000 * Math.sin(2 * Math.PI * hz * (firstFrame + i) / RATE)));
        }
        return octets;
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private short[] samples(int side) throws IOException {
        return samples(files(".wav").getFirst(), side);
    }

    private static short[] samples(Path wav, int side) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(octets.getInt(40)).isEqualTo(octets.capacity() - 44);
        assertThat(octets.getInt(24)).isEqualTo(RATE);
        short[] samples = new short[(octets.capacity() - 44) / 4];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = octets.getShort(44 + 4 * i + 2 * side);
        }
        return samples;
    }

    private static double level(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    @Test
    void shouldPutTheCallerLeftAndTheAgentRightAsLongAsTheCall() throws Exception {
        try (RecordingDesk desk = all(RecordingConfig.Format.WAV)) {
            Line line = new Line(desk);
            line.recorder.answered();
            line.packets(100, 1_000, 0);
            line.packets(100, 0, 1_000);
            line.recorder.ended();
        }

        short[] left = samples(0);
        short[] right = samples(1);
        assertThat(left).hasSize(4 * RATE);
        assertThat(level(left, 0, 2 * RATE)).isCloseTo(8_000 / Math.sqrt(2), within(100.0));
        assertThat(level(left, 2 * RATE, 4 * RATE)).isZero();
        assertThat(level(right, 0, 2 * RATE)).isZero();
        assertThat(level(right, 2 * RATE, 4 * RATE)).isCloseTo(8_000 / Math.sqrt(2), within(100.0));
        assertThat(files(".wav").getFirst().toString()).matches(".*/\\d{4}-\\d\\d-\\d\\d/\\d{6}-\\d{3}-EC_A\\.wav");
    }

    @Test
    void shouldAlignBothSidesToTheSample() throws Exception {
        try (RecordingDesk desk = all(RecordingConfig.Format.WAV)) {
            Line line = new Line(desk);
            line.recorder.answered();
            line.packets(50, 0, 0);
            line.packets(100, 500, 500);
            line.packets(25, 0, 0);
            line.packets(50, 500, 500);
            line.recorder.ended();
        }

        short[] left = samples(0);
        assertThat(left).isEqualTo(samples(1));
        assertThat(level(left, 0, RATE)).isZero();
        assertThat(level(left, RATE, RATE + 80)).isGreaterThan(5_000);
    }

    @Test
    void shouldNotShiftWhatComesWithJitter() throws Exception {
        try (RecordingDesk desk = all(RecordingConfig.Format.WAV)) {
            Line line = new Line(desk);
            line.recorder.answered();
            for (int i = 0; i < 100; i++) {
                ByteBuf audio = Unpooled.wrappedBuffer(tone(500, (long) i * PACKET));
                line.ears.onAudio(audio, START_NS + i * PACKET_NS + (i % 3) * 9_000_000L, false);
            }
            nowNs = START_NS + 100 * PACKET_NS;
            line.recorder.ended();
        }

        short[] left = samples(0);
        for (int i = 0; i < left.length; i++) {
            byte expected = tone(500, (long) i / PACKET * PACKET)[i % PACKET];
            assertThat(left[i]).isEqualTo(G711.muToLinear(expected));
        }
    }

    @Test
    void shouldRecordSilenceWhilePausedAndGoOnInTime() throws Exception {
        try (RecordingDesk desk = all(RecordingConfig.Format.WAV)) {
            Line line = new Line(desk);
            line.recorder.answered();
            line.packets(50, 500, 500);
            assertThat(desk.control("EC_A", "pause")).isTrue();
            line.packets(50, 500, 500);
            assertThat(desk.control("EC_A", "start")).isTrue();
            line.packets(50, 500, 500);
            line.recorder.ended();
        }

        short[] left = samples(0);
        assertThat(left).hasSize(3 * RATE);
        assertThat(level(left, RATE, 2 * RATE)).isZero();
        assertThat(level(left, 2 * RATE, 3 * RATE)).isGreaterThan(5_000);
    }

    @Test
    void shouldTellTheCallsRecordOfIt() throws Exception {
        try (RecordingDesk desk =
                open(RecordingConfig.Which.ALL, RecordingConfig.Format.WAV, RecordingConfig.Consent.ANNOUNCE)) {
            Line line = new Line(desk);
            assertThat(desk.announcement("EC_A")).isEqualTo("This call is recorded.");
            line.recorder.answered();
            line.packets(50, 500, 500);
            line.recorder.ended();

            var told = line.recorder.told();
            assertThat(told).isNotNull();
            assertThat(told.seconds()).isEqualTo(1.0);
            assertThat(told.consent()).isEqualTo("announced");
        }
        assertThat(files(".wav")).hasSize(1);
    }

    @Test
    void shouldNotRecordACallInWhichNobodySaysSo() throws Exception {
        try (RecordingDesk desk =
                open(RecordingConfig.Which.ALL, RecordingConfig.Format.WAV, RecordingConfig.Consent.ANNOUNCE)) {
            Line line = new Line(desk);
            line.recorder.answered();
            line.packets(50, 500, 500);
            line.recorder.ended();
            assertThat(line.recorder.told()).isNull();
        }
        assertThat(files(".wav")).isEmpty();
    }

    @Test
    void shouldRecordOnRequestOnlyWhileTheCallRuns() throws Exception {
        try (RecordingDesk desk =
                open(RecordingConfig.Which.OFF, RecordingConfig.Format.WAV, RecordingConfig.Consent.NONE)) {
            Line line = new Line(desk);
            assertThat(desk.control("EC_A", "start")).isFalse();
            line.recorder.answered();
            line.packets(50, 500, 500);
            assertThat(desk.control("EC_A", "stop")).isFalse();
            assertThat(desk.control("EC_A", "start")).isTrue();
            line.packets(50, 500, 500);
            assertThat(desk.control("EC_A", "stop")).isTrue();
            line.packets(50, 500, 500);
            line.recorder.ended();
            assertThat(desk.control("EC_A", "start")).isFalse();
        }
        assertThat(samples(0)).hasSize(RATE);
    }

    @Test
    void shouldCompleteWhatAKilledProcessLeft() throws Exception {
        Path day = Files.createDirectories(folder.resolve("2026-11-20"));
        Path part = day.resolve("101112-000-EC_A.wav.part");
        WavFile file = WavFile.create(part, RATE);
        file.write(new short[RATE], new short[RATE], RATE);
        byte[] left = Files.readAllBytes(part);
        file.close();
        Files.write(part, Arrays.copyOf(left, left.length - 3));

        all(RecordingConfig.Format.WAV).close();

        assertThat(samples(day.resolve("101112-000-EC_A.wav"), 0)).hasSize(RATE - 1);
        assertThat(files(".part")).isEmpty();
    }

    @Test
    void shouldDeleteWhatIsTooOldAndTheOldestOfTooMany() throws Exception {
        RecordingShelf shelf = new RecordingShelf(folder, Duration.ofDays(1), 1_500);
        Instant now = Instant.parse("2026-11-20T12:00:00Z");
        for (int i = 0; i < 4; i++) {
            Path file = Files.write(folder.resolve("10000" + i + "-000-EC_A.wav"), new byte[1_000]);
            Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofHours(12L * i))));
        }
        Path foreign = Files.write(folder.resolve("notes.wav"), new byte[9_000]);

        shelf.sweep(now);

        assertThat(files(".wav")).containsExactlyInAnyOrder(folder.resolve("100000-000-EC_A.wav"), foreign);
        assertThat(shelf.deleted()).isEqualTo(3);
    }

    @Test
    void shouldRefuseWhatHasNoRoomInTheRing() {
        AudioRing ring = new AudioRing(64);
        ByteBuf audio = Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});

        assertThat(ring.offer(1, 7, audio, 0, 10)).isTrue();
        assertThat(ring.offer(0, 8, audio, 2, 8)).isTrue();
        assertThat(ring.offer(1, 9, audio, 0, 10)).isFalse();
        StringBuilder seen = new StringBuilder();
        for (int round = 0; round < 20; round++) {
            ring.drain(
                    new byte[64],
                    (side, atNs, data, length) -> seen.append(side + ":" + atNs + ":" + data[0] + ":" + length + " "));
            assertThat(ring.offer(1, 10 + round, audio, 0, 10)).isTrue();
        }
        assertThat(seen.toString())
                .startsWith("1:7:1:10 0:8:3:8 1:10:1:10 1:11:1:10 ")
                .endsWith("1:28:1:10 ");
    }

    @Test
    void shouldWriteOpusThatAnotherDecoderPlaysWithBothSidesApart() throws Exception {
        try (RecordingDesk desk = all(RecordingConfig.Format.OPUS)) {
            Line line = new Line(desk);
            line.recorder.answered();
            line.packets(50, 400, 0);
            line.packets(50, 0, 1_000);
            line.recorder.ended();
        }

        Path wav = decode(files(".opus").getFirst());

        short[] caller = samples(wav, Take.CALLER);
        short[] agent = samples(wav, Take.AGENT);
        assertThat(caller.length).isCloseTo(2 * RATE, within(RATE / 50));
        int quarter = RATE / 4;
        double spoken = 8_000 / Math.sqrt(2);
        assertThat(level(caller, quarter, 3 * quarter)).isCloseTo(spoken, within(0.25 * spoken));
        assertThat(level(agent, quarter, 3 * quarter)).isLessThan(20);
        assertThat(level(caller, 5 * quarter, 7 * quarter)).isLessThan(20);
        assertThat(level(agent, 5 * quarter, 7 * quarter)).isCloseTo(spoken, within(0.25 * spoken));
    }

    /** By opusdec, which shares only libopus with us. */
    private Path decode(Path opus) throws Exception {
        Path wav = folder.resolve("decoded.wav");
        Process decoder;
        try {
            decoder = new ProcessBuilder(
                            "opusdec", "--rate", Integer.toString(RATE), "--no-dither", opus.toString(), wav.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("opusdec.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("opusdec is missing: apt-get install opus-tools (Debian, Ubuntu)", e);
        }
        assertThat(decoder.waitFor())
                .as(Files.readString(folder.resolve("opusdec.log")))
                .isZero();
        return wav;
    }

    @Test
    void shouldWriteOpusInOggThatBeginsAndEndsAsItShould() throws Exception {
        try (RecordingDesk desk = all(RecordingConfig.Format.OPUS)) {
            Line line = new Line(desk);
            line.recorder.answered();
            line.packets(150, 1_000, 0);
            line.recorder.ended();
        }

        ByteBuffer ogg =
                ByteBuffer.wrap(Files.readAllBytes(files(".opus").getFirst())).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        int last = 0;
        while (at < ogg.capacity()) {
            last = at;
            at += checkedPage(ogg, at);
        }
        assertThat(ogg.get(last + 5)).isEqualTo((byte) 4);
        assertThat(ogg.getLong(last + 6) - 312).isEqualTo(3 * 48_000);
    }

    /** Length of the page there. */
    private static int checkedPage(ByteBuffer ogg, int at) {
        assertThat(ogg.getInt(at)).isEqualTo(0x5367674F);
        int lacings = ogg.get(at + 26) & 0xFF;
        int length = 27 + lacings;
        for (int i = 0; i < lacings; i++) {
            length += ogg.get(at + 27 + i) & 0xFF;
        }
        ByteBuffer page = ByteBuffer.allocate(length).put(ogg.slice(at, length)).flip();
        page.putInt(22, 0);
        assertThat(OggChecksum.of(page)).isEqualTo(ogg.getInt(at + 22));
        return length;
    }
}
