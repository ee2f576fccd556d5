package io.earshot.ai.vad;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.Speech;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Voice activity detection, 20 ms of speech each time. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class VadBenchmark {
    /** What the leg carries. */
    public enum Leg {
        PCMU_8K(AudioFormat.PCMU_8K),
        LINEAR16_16K(AudioFormat.LINEAR16_16K);

        private final AudioFormat format;

        Leg(AudioFormat format) {
            this.format = format;
        }
    }

    @Param
    Leg leg = Leg.PCMU_8K;

    private ByteBuf speech = Unpooled.EMPTY_BUFFER;
    private VoiceActivityDetector energy = new EnergyVad(AudioFormat.PCMU_8K, VadSettings.energy());
    private VoiceActivityDetector silero = energy;
    private int packetBytes;
    private int end;
    private long nowNs;

    @Setup
    public void setUp() {
        speech = Speech.octets(leg.format);
        end = speech.writerIndex();
        packetBytes = leg.format.bytes(20);
        energy = new EnergyVad(leg.format, VadSettings.energy());
        silero = new SileroVad(leg.format, VadSettings.silero());
    }

    @TearDown
    public void tearDown() {
        speech.release();
        energy.close();
        silero.close();
    }

    @Benchmark
    public VoiceActivityDetector.Decision energy() {
        return energy.onAudio(packet(), nowNs, false);
    }

    @Benchmark
    public VoiceActivityDetector.Decision silero() {
        return silero.onAudio(packet(), nowNs, false);
    }

    private ByteBuf packet() {
        int from = speech.writerIndex() == end ? 0 : speech.writerIndex();
        nowNs += 20_000_000;
        return speech.setIndex(from, from + packetBytes);
    }
}
