package io.earshot.media.audio;

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

/** Rate conversion, 20 ms each time. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class ResamplerBenchmark {
    @Param({"8000-16000", "16000-8000", "24000-8000", "24000-16000", "8000-48000", "48000-16000"})
    String rates = "8000-16000";

    private Resampler resampler = new Resampler(8_000, 8_000);
    private short[] in = {};
    private short[] out = {};

    @Setup
    public void setUp() {
        int dash = rates.indexOf('-');
        int from = Integer.parseInt(rates.substring(0, dash));
        resampler = new Resampler(from, Integer.parseInt(rates.substring(dash + 1)));
        in = Speech.packets(from)[40];
        out = new short[resampler.maxOutput(in.length)];
    }

    @Benchmark
    public int resample() {
        return resampler.process(in, in.length, out);
    }
}
