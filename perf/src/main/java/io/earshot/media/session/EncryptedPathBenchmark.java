package io.earshot.media.session;

import io.earshot.media.codec.AudioCodec;
import io.earshot.media.sdp.Direction;
import io.earshot.media.srtp.SrtpProfile;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * What encryption of the trunk adds to a G.711 packet's way through the process, without the kernel: {@code speak} as in
 * {@link PacketPathBenchmark}; {@code hear} likewise, but with the peer's writing of each packet, which {@code peer} measures alone.
 * Keys from SDP and from DTLS cost a packet the same.
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
public class EncryptedPathBenchmark {
    private static final int NO_REPORTS_MS = 1_000_000_000;

    /** Protection of the packets. */
    public enum Suite {
        PLAIN,
        AES_CM_128_HMAC_SHA1_80,
        AEAD_AES_128_GCM
    }

    @Param
    Suite suite = Suite.PLAIN;

    private SimulatedCall listening = call(Direction.RECVONLY);
    private SimulatedCall speaking = listening;
    private SimulatedCall writing = listening;

    @Setup
    public void setUp() {
        listening = call(Direction.RECVONLY);
        speaking = call(Direction.SENDONLY);
        writing = call(Direction.RECVONLY);
    }

    @TearDown
    public void tearDown() {
        listening.requireProgress();
        speaking.requireProgress();
    }

    @Benchmark
    public long hear() {
        listening.receiveWritten();
        return listening.serve();
    }

    @Benchmark
    public long speak() {
        return speaking.serve();
    }

    @Benchmark
    public int peer() {
        return writing.write().readableBytes();
    }

    private SimulatedCall call(Direction direction) {
        return new SimulatedCall(AudioCodec.PCMU, direction, NO_REPORTS_MS, profile());
    }

    private @Nullable SrtpProfile profile() {
        return switch (suite) {
            case PLAIN -> null;
            case AES_CM_128_HMAC_SHA1_80 -> SrtpProfile.AES128_CM_HMAC_SHA1_80;
            case AEAD_AES_128_GCM -> SrtpProfile.AEAD_AES_128_GCM;
        };
    }
}
