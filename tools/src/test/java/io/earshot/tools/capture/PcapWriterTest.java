package io.earshot.tools.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.media.capture.PcapWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapWriterTest {
    private static final Instant EPOCH = Instant.parse("2026-11-20T12:00:00.999999000Z");
    private static final InetSocketAddress ALICE = at("192.0.2.1", 5060);
    private static final InetSocketAddress BOB = at("198.51.100.255", 65_535);

    @TempDir
    Path directory;

    @Test
    void shouldKeepAddressesTimesAndPayloadsOfSipAndRtp() throws IOException {
        byte[] sip = "OPTIONS sip:bob@example.com SIP/2.0\r\n\r\n".getBytes(US_ASCII);
        byte[] rtp = new byte[172];
        new Random(7).nextBytes(rtp);
        try (PcapWriter writer = open()) {
            writer.udp(ALICE, BOB, ByteBuffer.wrap(sip), 500);
            writer.udp(BOB, ALICE, ByteBuffer.wrap(rtp), 2_500);
            assertThat(writer.packets()).isEqualTo(2);
        }

        List<PcapFile.Datagram> read = read();

        assertThat(read.get(0).source()).isEqualTo(ALICE);
        assertThat(read.get(0).destination()).isEqualTo(BOB);
        assertThat(read.get(0).payload()).isEqualTo(sip);
        assertThat(read.get(0).at()).isEqualTo(EPOCH);
        assertThat(read.get(1).source()).isEqualTo(BOB);
        assertThat(read.get(1).payload()).isEqualTo(rtp);
        assertThat(read.get(1).at()).isEqualTo(EPOCH.plusNanos(2_000));
    }

    @Test
    void shouldPutIpv6AroundIpv6Addresses() throws IOException {
        InetSocketAddress from = at("2001:db8::1", 4000);
        InetSocketAddress to = at("2001:db8::2", 4002);
        try (PcapWriter writer = open()) {
            writer.udp(from, to, ByteBuffer.wrap(new byte[] {1, 2, 3}), 500);
        }

        assertThat(read().getFirst().source()).isEqualTo(from);
        assertThat(read().getFirst().destination()).isEqualTo(to);
        assertThat(read().getFirst().payload()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldChecksumEveryPayloadRightly() throws IOException {
        Random random = new Random(3);
        try (PcapWriter writer = open()) {
            for (int length = 0; length < 400; length++) {
                byte[] payload = new byte[length];
                random.nextBytes(payload);
                writer.udp(
                        at("10.0.0." + random.nextInt(256), random.nextInt(65_536)), BOB, ByteBuffer.wrap(payload), 0);
            }
        }

        assertThat(read()).hasSize(400);
    }

    @Test
    void shouldTakeTheLargestDatagramAndNoLarger() throws IOException {
        try (PcapWriter writer = open()) {
            writer.udp(ALICE, BOB, ByteBuffer.allocate(65_507), 0);
            assertThatThrownBy(() -> writer.udp(ALICE, BOB, ByteBuffer.allocate(65_508), 0))
                    .isInstanceOf(IllegalArgumentException.class);
            writer.udp(at("2001:db8::1", 1), at("2001:db8::2", 2), ByteBuffer.allocate(65_507), 0);
        }

        assertThat(read())
                .hasSize(2)
                .allSatisfy(datagram -> assertThat(datagram.payload()).hasSize(65_507));
    }

    @Test
    void shouldLeaveTheCallersBufferAsItIs() throws IOException {
        ByteBuffer payload =
                ByteBuffer.wrap(new byte[] {0, 1, 2, 3}).position(1).limit(3);
        try (PcapWriter writer = open()) {
            writer.udp(ALICE, BOB, payload, 0);
        }

        assertThat(payload.remaining()).isEqualTo(2);
        assertThat(read().getFirst().payload()).containsExactly(1, 2);
    }

    @Test
    void shouldCountPacketsThatComeAfterTheEnd() throws IOException {
        PcapWriter writer = open();
        writer.close();
        writer.udp(ALICE, BOB, ByteBuffer.allocate(1), 0);

        assertThat(writer.dropped()).isEqualTo(1);
        assertThat(read()).isEmpty();
    }

    private PcapWriter open() throws IOException {
        return PcapWriter.create(directory.resolve("call.pcap"), EPOCH, 500);
    }

    private List<PcapFile.Datagram> read() throws IOException {
        return PcapFile.read(directory.resolve("call.pcap"));
    }

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
}
