package io.earshot.media.session;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.sdp.Direction;
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
 * The whole way of one packet of 20 ms through the process, without the kernel at its ends. {@code hear}: datagram, RTP,
 * source latch, jitter buffer and decoder (but for G.711), voice activity detector, masked WebSocket frame. {@code speak}:
 * playout queue, encoder (but for G.711), RTP, datagram. {@code both}: a packet each way.
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
public class PacketPathBenchmark {
    @Param({"PCMU", "G722", "OPUS"})
    AudioCodec codec = AudioCodec.PCMU;

    /** Mean time between RTCP reports; with {@code -p rtcpIntervalMs=1000000000} the RTP path is measured alone. */
    @Param("5000")
    int rtcpIntervalMs = 5_000;

    private SimulatedCall listening = new SimulatedCall(AudioCodec.PCMU, Direction.RECVONLY, 5_000);
    private SimulatedCall speaking = listening;
    private SimulatedCall talking = listening;

    @Setup
    public void setUp() {
        listening = new SimulatedCall(codec, Direction.RECVONLY, rtcpIntervalMs);
        speaking = new SimulatedCall(codec, Direction.SENDONLY, rtcpIntervalMs);
        talking = new SimulatedCall(codec, Direction.SENDRECV, rtcpIntervalMs);
    }

    @TearDown
    public void tearDown() {
        listening.requireProgress();
        speaking.requireProgress();
        talking.requireProgress();
    }

    @Benchmark
    public long hear() {
        listening.receive();
        return listening.serve();
    }

    @Benchmark
    public long speak() {
        return speaking.serve();
    }

    @Benchmark
    public long both() {
        talking.receive();
        return talking.serve();
    }
}
