package io.earshot.media.webrtc;

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

/**
 * One packet of 20 ms through a peer connection, without the kernel. {@code send}: source, level, encoder (but for G.711
 * as it is), RTP with its extensions, SRTP (AES-128-GCM). {@code sendAndHear}: the same, and on the other side SRTP, route,
 * jitter buffer and decoder (but for G.711), sink; the difference is the price of a packet in.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.leakDetection.level=disabled",
            "-Djmh.executor=CUSTOM",
            "-Djmh.executor.class=io.earshot.media.session.LoopThreads"
        })
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class PeerPathBenchmark {
    @Param
    Voice voice = Voice.PCMU;

    private PeerCarrier sending;
    private PeerCarrier carrying;

    @Setup
    public void setUp() {
        sending = new PeerCarrier(voice, false);
        carrying = new PeerCarrier(voice, true);
    }

    @TearDown
    public void tearDown() {
        sending.requireProgress();
        carrying.requireProgress();
    }

    @Benchmark
    public long send() {
        return sending.beat();
    }

    @Benchmark
    public long sendAndHear() {
        return carrying.beat();
    }
}
