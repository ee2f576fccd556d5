package io.earshot.media.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.rtcp.NtpTime;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacketPathAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int PACKETS = 2_000;

    /** Buffers that are used again and again, as a pooled allocator gives them. */
    private static final class ReusingWire implements Wire {
        private final ByteBuf[] buffers = new ByteBuf[1_500];
        private long nowNs;

        @Override
        public ByteBuf buffer(int bytes) {
            if (buffers[bytes] == null) {
                buffers[bytes] = Unpooled.buffer(bytes, bytes);
            }
            return buffers[bytes].clear().retain();
        }

        @Override
        public long sendRtp(ByteBuf packet, InetSocketAddress to, long dueNs) {
            packet.release();
            return nowNs;
        }

        @Override
        public void sendRtcp(ByteBuf packet, InetSocketAddress to) {
            packet.release();
        }
    }

    private static final class Talker implements AudioSource {
        private final byte[] voice = new byte[2_000];

        @Override
        public int read(ByteBuf out, int maxBytes) {
            out.writeBytes(voice, 0, maxBytes);
            return maxBytes;
        }

        @Override
        public void onSent(long sentNs) {}
    }

    @ParameterizedTest
    @EnumSource(
            value = AudioCodec.class,
            names = {"PCMU", "PCMA", "G722"})
    void shouldAllocateNothingForAPacketInAndAPacketOut(AudioCodec codec) {
        ReusingWire wire = new ReusingWire();
        long[] heard = new long[1];
        SessionConfig c = SimulatedCall.config();
        var quiet = new SessionConfig(
                c.bindAddress(), 30_000, 15_000, true, false, 0, 120, 100_000_000, true, PacketTap.NONE);
        var identity = new StreamIdentity(1, 2, 3, "x", new NtpTime(0), new Random(1));
        Party party = new Party(
                (audio, atNs, concealed) -> heard[0] += audio.readableBytes(), new Talker(), new SessionListener() {});
        var stream =
                new AudioStream(quiet, identity, wire, SimulatedCall.agreed(codec, SimulatedCall.BOB), party, 0, 0);
        ByteBuf datagram = SimulatedCall.packet(codec.staticPayloadType(), 0, 0, 7, 0x55);
        run(stream, wire, datagram, 0, 20_000);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(stream, wire, datagram, 20_000, 20_000 + PACKETS);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(heard[0]).isPositive();
        assertThat(stream.quality().received().packets()).isEqualTo(20_000 + PACKETS);
        assertThat(allocated / PACKETS)
                .as("octets a packet in and a packet out")
                .isZero();
        stream.close(wire.nowNs);
    }

    private static void run(AudioStream stream, ReusingWire wire, ByteBuf datagram, int from, int to) {
        for (int i = from; i < to; i++) {
            wire.nowNs = i * 20_000_000L;
            datagram.setIndex(0, 172);
            datagram.setShort(2, i);
            datagram.setInt(4, 160 * i);
            stream.onRtp(datagram, SimulatedCall.BOB, wire.nowNs);
            stream.serve(wire.nowNs);
        }
    }

    @Test
    void shouldSeeAllocationsAtAll() {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        byte[] garbage = new byte[10_000];
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isGreaterThanOrEqualTo(garbage.length);
    }
}
