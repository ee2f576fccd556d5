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

/** Opus at 16 kHz, mono, 24 kbit/s with redundancy for 5 % loss; 20 ms of speech each time. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class OpusBenchmark {
    @Param({"0", "5", "10"})
    int complexity;

    private CodecBench bench = CodecBench.of(AudioCodec.OPUS);

    @Setup
    public void setUp() {
        bench.close();
        OpusSettings settings = new OpusSettings(complexity, 24_000, true, 5, false);
        bench = new CodecBench(Codecs.opusEncoder(settings), Codecs.decoder(AudioCodec.OPUS));
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
}
