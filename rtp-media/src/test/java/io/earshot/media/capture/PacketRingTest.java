package io.earshot.media.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacketRingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final InetSocketAddress HERE = at(4_000);
    private static final InetSocketAddress THERE = at(5_000);

    private record Seen(boolean outgoing, int length, int first, InetSocketAddress remote, long atNs) {}

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static ByteBuf packet(int number, int length) {
        ByteBuf packet = Unpooled.buffer(length).writeInt(number);
        return packet.writeZero(length - 4);
    }

    private static List<Seen> drain(PacketRing ring) {
        List<Seen> seen = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = ring.read((outgoing, payload, local, remote, atNs) ->
                    seen.add(new Seen(outgoing, payload.remaining(), payload.getInt(0), remote, atNs)));
        }
        return seen;
    }

    @Test
    void shouldGiveBackWhatItTook() {
        PacketRing ring = new PacketRing(PacketRing.Kind.STREAM, 4_096);
        ring.onPacket(true, packet(1, 172), HERE, THERE, 10, false);
        ring.onPacket(false, packet(2, 61), HERE, at(5_001), 20, true);
        assertThat(ring.oldestNs()).isEqualTo(10);
        assertThat(drain(ring))
                .containsExactly(new Seen(true, 172, 1, THERE, 10), new Seen(false, 61, 2, at(5_001), 20));
        assertThat(ring.oldestNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldDropAndCountWhatFindsNoRoom() {
        PacketRing ring = new PacketRing(PacketRing.Kind.STREAM, 4_096);
        for (int i = 0; i < 100; i++) {
            ring.onPacket(true, packet(i, 172), HERE, THERE, i, false);
        }
        List<Seen> seen = drain(ring);
        assertThat(seen).isNotEmpty().extracting(Seen::first).startsWith(0, 1, 2);
        assertThat(ring.dropped()).isEqualTo(100 - seen.size());
    }

    @Test
    void shouldKeepTheLatestWhenItOverwrites() {
        PacketRing ring = new PacketRing(PacketRing.Kind.LAST, 4_096);
        for (int i = 0; i < 1_000; i++) {
            ring.onPacket(true, packet(i, 100 + i % 120), HERE, THERE, i, false);
        }
        List<Seen> seen = drain(ring);
        assertThat(seen).hasSizeGreaterThan(10);
        assertThat(seen.getLast().first()).isEqualTo(999);
        assertThat(seen.getFirst().first()).isEqualTo(1_000 - seen.size());
        assertThat(ring.dropped()).isZero();
    }

    @Test
    void shouldRefuseMoreAddressesThanItsTableHolds() {
        PacketRing ring = new PacketRing(PacketRing.Kind.LAST, 65_536);
        for (int i = 0; i < 100; i++) {
            ring.onPacket(false, packet(i, 20), HERE, at(6_000 + i), i, false);
        }
        assertThat(ring.dropped()).isEqualTo(100 - 63);
    }

    @ParameterizedTest
    @EnumSource(PacketRing.Kind.class)
    void shouldAllocateNothingForAPacket(PacketRing.Kind kind) {
        PacketRing ring = new PacketRing(kind, 1 << 20);
        // Without the tests' search for leaks, which allocates at every access.
        ByteBuf datagram =
                new UnpooledByteBufAllocator(true, true).directBuffer(172).writeZero(172);
        take(ring, datagram, 20_000);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        take(ring, datagram, 2_000);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        datagram.release();
        assertThat(allocated / 2_000).as("octets a packet in and a packet out").isZero();
        assertThat(ring.oldestNs()).isNotEqualTo(Long.MAX_VALUE);
    }

    private static void take(PacketRing ring, ByteBuf datagram, int packets) {
        for (int i = 0; i < packets; i++) {
            ring.onPacket(true, datagram, HERE, THERE, i, false);
            ring.onPacket(false, datagram, HERE, THERE, i, false);
        }
    }

    @Test
    void shouldHandEveryPacketOnceFromOneThreadToAnother() throws Exception {
        PacketRing ring = new PacketRing(PacketRing.Kind.STREAM, 8_192);
        int packets = 200_000;
        CompletableFuture<Long> writer = CompletableFuture.supplyAsync(() -> {
            Random random = new Random(5);
            ByteBuf packet = Unpooled.buffer(300);
            for (int i = 0; i < packets; i++) {
                packet.clear().writeInt(i).writeZero(random.nextInt(290));
                ring.onPacket(true, packet, HERE, THERE, i, false);
            }
            return ring.dropped();
        });
        long[] last = {-1, 0};
        while (!writer.isDone() || ring.oldestNs() != Long.MAX_VALUE) {
            ring.read((_, payload, _, _, atNs) -> {
                assertThat(payload.getInt(0)).isEqualTo((int) atNs);
                assertThat(atNs).isGreaterThan(last[0]);
                last[0] = atNs;
                last[1]++;
            });
        }
        assertThat(last[1] + writer.get(30, TimeUnit.SECONDS)).isEqualTo(packets);
        assertThat(last[1]).isPositive();
    }
}
