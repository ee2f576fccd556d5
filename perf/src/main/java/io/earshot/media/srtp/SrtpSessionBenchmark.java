package io.earshot.media.srtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
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
 * Our use of jitsi-srtp: one G.711 packet of 20 ms in a pooled buffer outside the heap, as a socket has it, with replay
 * protection on.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class SrtpSessionBenchmark {
    private static final int PAYLOAD_BYTES = 160;
    private static final int SSRC = 0x4541_5253;

    @Param
    SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

    private ByteBuf packet;
    private SrtpSession sender;
    private SrtpSession receiver;
    private int sequence;

    @Setup
    public void setUp() {
        packet = PooledByteBufAllocator.DEFAULT.directBuffer(256);
        sender = session(true);
        receiver = session(false);
        if (roundTrip() != SrtpStatus.OK) {
            throw new IllegalStateException("does not decrypt what it encrypted");
        }
    }

    private SrtpSession session(boolean client) {
        return new SrtpSession(SrtpKeys.of(profile, new byte[SrtpKeys.materialBytes(profile)], client));
    }

    @TearDown
    public void tearDown() {
        packet.release();
    }

    /** Writes and protects a packet. */
    @Benchmark
    public SrtpStatus protect() {
        packet.clear().writeShort(0x8000).writeShort(sequence++).writeInt(0).writeInt(SSRC);
        packet.writerIndex(packet.writerIndex() + PAYLOAD_BYTES);
        return sender.protectRtp(packet, 0);
    }

    /** The same, then unprotects it. */
    @Benchmark
    public SrtpStatus roundTrip() {
        SrtpStatus status = protect();
        return status == SrtpStatus.OK ? receiver.unprotectRtp(packet, 0) : status;
    }
}
