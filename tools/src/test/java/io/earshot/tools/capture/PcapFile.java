package io.earshot.tools.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads a capture back, written from the file format's description and the RFCs alone; checks every checksum. */
public final class PcapFile {
    /** One datagram of the capture. */
    public record Datagram(Instant at, InetSocketAddress source, InetSocketAddress destination, byte[] payload) {}

    private PcapFile() {}

    /** All datagrams, in order. */
    public static List<Datagram> read(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
        assertThat(file.getInt()).isEqualTo(0xa1b23c4d);
        assertThat(file.getShort()).isEqualTo((short) 2);
        assertThat(file.getShort()).isEqualTo((short) 4);
        file.position(16);
        assertThat(file.getInt()).isGreaterThanOrEqualTo(65_535);
        assertThat(file.getInt()).isEqualTo(101);
        List<Datagram> datagrams = new ArrayList<>();
        while (file.hasRemaining()) {
            datagrams.add(record(file));
        }
        return datagrams;
    }

    private static Datagram record(ByteBuffer file) throws IOException {
        Instant at = Instant.ofEpochSecond(file.getInt() & 0xFFFF_FFFFL, file.getInt());
        int captured = file.getInt();
        assertThat(file.getInt()).isEqualTo(captured);
        ByteBuffer packet = file.slice(file.position(), captured);
        file.position(file.position() + captured);
        return (packet.get(0) & 0xF0) == 0x40 ? ipv4(at, packet) : ipv6(at, packet);
    }

    private static Datagram ipv4(Instant at, ByteBuffer packet) throws IOException {
        assertThat(packet.get(0)).isEqualTo((byte) 0x45);
        assertThat((int) packet.getShort(2)).isEqualTo((short) packet.limit());
        assertThat(packet.get(9)).isEqualTo((byte) 17);
        assertThat(onesComplementSum(packet.slice(0, 20), 0)).isEqualTo(0xFFFF);
        return udp(at, packet.slice(12, 4), packet.slice(16, 4), packet.slice(20, packet.limit() - 20));
    }

    private static Datagram ipv6(Instant at, ByteBuffer packet) throws IOException {
        assertThat(packet.getInt(0)).isEqualTo(0x60000000);
        assertThat(packet.getShort(4)).isEqualTo((short) (packet.limit() - 40));
        assertThat(packet.get(6)).isEqualTo((byte) 17);
        return udp(at, packet.slice(8, 16), packet.slice(24, 16), packet.slice(40, packet.limit() - 40));
    }

    private static Datagram udp(Instant at, ByteBuffer from, ByteBuffer to, ByteBuffer udp) throws IOException {
        assertThat(udp.getShort(4)).isEqualTo((short) udp.limit());
        assertThat(udp.getShort(6)).isNotZero();
        int pseudo = 17 + udp.limit() + onesComplementSum(from, 0) + onesComplementSum(to, 0);
        assertThat(onesComplementSum(udp, pseudo)).isEqualTo(0xFFFF);
        byte[] payload = new byte[udp.limit() - 8];
        udp.get(8, payload);
        return new Datagram(at, address(from, udp.getShort(0)), address(to, udp.getShort(2)), payload);
    }

    private static int onesComplementSum(ByteBuffer data, int initial) {
        long sum = initial;
        for (int i = 0; i < data.limit(); i++) {
            sum += (long) (data.get(i) & 0xFF) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (int) sum;
    }

    private static InetSocketAddress address(ByteBuffer address, short port) throws IOException {
        byte[] bytes = new byte[address.limit()];
        address.get(0, bytes);
        return new InetSocketAddress(InetAddress.getByAddress(bytes), port & 0xFFFF);
    }
}
