package io.earshot.media.codec;

import io.netty.buffer.ByteBuf;
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

/** G.711 and G.722, 20 ms of speech each time. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class PlainCodecBenchmark {
    @Param({"PCMU", "G722"})
    AudioCodec codec = AudioCodec.PCMU;

    private CodecBench bench = CodecBench.of(AudioCodec.PCMU);

    @Setup
    public void setUp() {
        bench = CodecBench.of(codec);
    }

    @TearDown
    public void tearDown() {
        bench.close();
    }

    @Benchmark
    public ByteBuf encode() {
        return bench.encode();
    }

    @Benchmark
    public short[] decode() {
        return bench.decode();
    }

    /** Decodes one packet and conceals the next one, pitch search included. */
    @Benchmark
    public short[] decodeThenConceal() {
        return bench.conceal();
    }
}
