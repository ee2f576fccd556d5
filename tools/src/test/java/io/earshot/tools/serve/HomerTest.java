package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the bridge tells Homer of a call. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HomerTest {
    @Test
    void shouldTellSignallingReportsQualityAndTurnsUnderOneCallId() throws Exception {
        Queue<byte[]> packets = new ConcurrentLinkedQueue<>();
        CallOutcome outside;
        try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                BridgeUnderTest bridge = BridgeUnderTest.start(
                        "hep.address=127.0.0.1:" + collector.getLocalPort(),
                        "hep.password=sesame",
                        "log.node=n1",
                        "media.rtcp_interval=1s")) {
            Thread.ofVirtual().start(() -> receive(collector, packets));
            outside = bridge.call(bridge.plan(Phrases.recorded("opening-hours", new Cue.Turn())));
            bridge.endedCall(outside.callId());
            BridgeUnderTest.untilTrue(
                    "the quality report", () -> packets.stream().anyMatch(HomerTest::isQuality));
            assertThat(bridge.metric("earshot_hep_packets_total", "outcome=\"sent\""))
                    .isGreaterThan(10);
            assertThat(bridge.metric("earshot_hep_packets_total", "outcome=\"dropped\""))
                    .isZero();
        }
        List<String> read = dissected(packets);

        assertThat(read).allMatch(line -> line.endsWith("|n1")).isNotEmpty();
        assertThat(read.stream().filter(line -> line.startsWith("0x01|")))
                .as("SIP")
                .hasSizeGreaterThanOrEqualTo(6);
        assertThat(read.stream().filter(line -> line.startsWith("0x05|")))
                .as("RTCP")
                .isNotEmpty();
        assertThat(read.stream().filter(line -> line.startsWith("0x64|")))
                .as("turns")
                .hasSizeGreaterThan(2);
        assertThat(read.stream().map(line -> line.split("\\|", -1)[1]))
                .as("Call-ID")
                .containsOnly(outside.callId());
    }

    private static boolean isQuality(byte[] packet) {
        return new String(packet, StandardCharsets.ISO_8859_1).contains("VQSessionReport: CallTerm");
    }

    private static void receive(DatagramSocket collector, Queue<byte[]> packets) {
        byte[] buffer = new byte[65_535];
        while (!collector.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                collector.receive(packet);
                packets.add(Arrays.copyOf(buffer, packet.getLength()));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Protocol type, correlation id and node of each packet. */
    private static List<String> dissected(Queue<byte[]> packets) {
        return packets.stream().map(HomerTest::dissected).toList();
    }

    private static String dissected(byte[] packet) {
        ByteBuffer in = ByteBuffer.wrap(packet);
        assertThat(in.getInt()).isEqualTo(0x48455033);
        assertThat(in.getShort() & 0xFFFF).isEqualTo(packet.length);
        Map<Integer, String> chunks = new HashMap<>();
        while (in.hasRemaining()) {
            assertThat(in.getShort()).isZero();
            int type = in.getShort() & 0xFFFF;
            byte[] value = new byte[(in.getShort() & 0xFFFF) - 6];
            in.get(value);
            chunks.put(type, type == 0x0b ? "0x%02x".formatted(value[0]) : new String(value, StandardCharsets.UTF_8));
        }
        assertThat(chunks).containsEntry(0x0e, "sesame");
        return chunks.get(0x0b) + '|' + chunks.get(0x11) + '|' + chunks.get(0x13);
    }
}
