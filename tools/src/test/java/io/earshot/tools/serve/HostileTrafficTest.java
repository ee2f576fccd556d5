package io.earshot.tools.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.UnixOperatingSystemMXBean;
import io.earshot.media.codec.AudioCodec;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** A normal call goes on untouched while others send whatever does harm; afterwards nothing of it is left. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Isolated("counts what the whole process holds")
class HostileTrafficTest {
    private static final int FIRST_PORT = 31_200;
    private static final int LAST_PORT = 31_263;
    private static final int FLOOD = 300;
    private static final int FLOOD_MS = 2_000;
    private static final int MOST_CALLS = 6;

    private final Random random = new Random(20_261_120);

    @Test
    void shouldKeepANormalCallWholeAndComeBackToRest() throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start(
                "calls.maximum=" + MOST_CALLS,
                "sip.t1=100ms",
                "sip.flood.trusted=[]",
                "sip.transport.read_timeout=2s",
                "media.first_port=" + FIRST_PORT,
                "media.last_port=" + LAST_PORT)) {
            bridge.call(plan(bridge));
            // The client that asks has threads and sockets of its own.
            bridge.metrics();
            Footprint before = Footprint.settled();
            CountDownLatch talking = new CountDownLatch(1);
            CompletableFuture<CallOutcome> call = bridge.phone.place(plan(bridge), onAudio(talking));
            assertThat(talking.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(sendGarbageToMediaPorts())
                    .as("packets that a stranger got")
                    .isZero();
            sendMalformedDatagrams(bridge.sipPort());
            sendMalformedStreams(bridge.sipPort());
            flood(bridge.sipPort());
            sendGarbageToMediaPorts();

            CallOutcome outside = call.get(60, TimeUnit.SECONDS);
            assertWhole(outside, bridge.endedCall(outside.callId()));
            assertThat(bridge.metric("earshot_sip_requests_total", "flooded")).isPositive();
            assertThat(bridge.metric("earshot_sip_requests_total", "not_admitted"))
                    .isPositive();
            assertThat(bridge.metric("earshot_sip_faults_total", "bug")).isZero();
            BridgeUnderTest.untilTrue("the end of the calls nobody acknowledged", () -> bridge.bridge.calls() == 0);
            assertThat(bridge.metric("earshot_calls_ended_total", "never_acknowledged"))
                    .isPositive();
            BridgeUnderTest.untilTrue("the footprint of before, not " + before, before::isBack);
        }
    }

    private static CallPlan plan(BridgeUnderTest bridge) throws IOException {
        return bridge.plan(
                        Phrases.recorded("repair-price", new Cue.Turn()), Phrases.recorded("no-thanks", new Cue.Turn()))
                .offering(List.of(AudioCodec.PCMU));
    }

    private static CallWatcher onAudio(CountDownLatch talking) {
        return new CallWatcher() {
            @Override
            public void onAgentTalking() {
                talking.countDown();
            }
        };
    }

    private static void assertWhole(CallOutcome outside, JsonNode inside) {
        assertThat(BridgeUnderTest.said(inside, "caller"))
                .as("%s", inside)
                .containsExactly(BridgeUnderTest.REPAIR_PRICE, "No, thank you.");
        assertThat(outside.turns())
                .allSatisfy(turn -> assertThat(turn.audibleGapMs()).isPositive());
        assertThat(outside.endedBy()).isEqualTo("caller");
        assertThat(outside.quality().received().lost()).isZero();
        JsonNode quality = inside.path("quality");
        assertThat(quality.path("received").path("lost").asLong()).isZero();
        assertThat(quality.path("drops").path("strangers").asLong()).isPositive();
        assertThat(quality.path("drops").path("malformed").asLong()).isPositive();
        assertThat(quality.path("drops").path("sourceChanges").asLong()).isZero();
    }

    /** What a process holds on to. */
    private record Footprint(int threads, long files) {
        static Footprint settled() {
            System.gc();
            return new Footprint(Thread.activeCount(), openFiles());
        }

        boolean isBack() {
            return Thread.activeCount() <= threads + 3 && openFiles() <= files + 4;
        }

        private static long openFiles() {
            return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getOpenFileDescriptorCount();
        }
    }

    // ---- RTP and RTCP

    /** To every port a call may have: audio of a stranger, and what is no audio at all; returns how many packets came back. */
    private int sendGarbageToMediaPorts() throws IOException {
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int round = 0; round < 10; round++) {
                for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
                    send(stranger, port, loudPacket(round));
                    send(stranger, port, noise(random.nextInt(200)));
                    send(stranger, port, new byte[] {(byte) 0x81, (byte) 203, 0, 1, 1, 2, 3, 4});
                    send(stranger, port, new byte[] {(byte) 0x9F, (byte) 201, (byte) 0xFF, (byte) 0xFF});
                }
            }
            stranger.setSoTimeout(200);
            return heardBy(stranger);
        }
    }

    private static byte[] loudPacket(int sequence) {
        ByteBuffer packet = ByteBuffer.allocate(172);
        packet.put((byte) 0x80)
                .put((byte) 0)
                .putShort((short) sequence)
                .putInt(sequence * 160)
                .putInt(0xBAD);
        for (int i = 0; packet.hasRemaining(); i++) {
            packet.put((byte) (i % 8 < 4 ? 0x00 : 0x80));
        }
        return packet.array();
    }

    private static int heardBy(DatagramSocket socket) throws IOException {
        int heard = 0;
        try {
            while (heard < 10_000) {
                socket.receive(new DatagramPacket(new byte[2_048], 2_048));
                heard++;
            }
        } catch (SocketTimeoutException _) {
            // That was all.
        }
        return heard;
    }

    // ---- SIP

    private void sendMalformedDatagrams(int port) throws Exception {
        try (HandPhone phone = new HandPhone(port, "agent")) {
            String good = phone.text("INVITE", "", phone.sdp("a=sendrecv"));
            send(phone.sip, port, noise(1_400));
            send(phone.sip, port, new byte[65_000]);
            for (String bad : List.of(
                    good.replace("CSeq: 1 INVITE", "CSeq: 99999999999999999999 INVITE"),
                    good.replace("Max-Forwards: 70", "Max-Forwards: minus one"),
                    good.replace("Content-Length: ", "Content-Length: 9"),
                    good.replace("Content-Length: ", "Content-Length: -"),
                    good.replace("SIP/2.0\r\nVia", "SIP/7.0\r\nVia"),
                    good.replace("From: ", "From: \"unfinished "),
                    good.replace("\r\n", "\n\u0000"),
                    "INVITE " + "x".repeat(8_000),
                    "SIP/2.0 200 OK\r\n\r\n",
                    "\r\n\r\n")) {
                send(phone.sip, port, bad.getBytes(ISO_8859_1));
            }
            String answer = phone.finalOf("OPTIONS", "", "");
            assertThat(HandPhone.status(answer)).isIn(200, 503);
        }
    }

    private void sendMalformedStreams(int port) throws Exception {
        try (HandPhone phone = new HandPhone(port, "agent")) {
            String options = phone.text("OPTIONS", "", "").replace("SIP/2.0/UDP", "SIP/2.0/TCP");
            stream(port, noise(4_000));
            stream(
                    port,
                    options.replace("Content-Length: 0", "Content-Length: 900000000")
                            .getBytes(ISO_8859_1));
            stream(
                    port,
                    options.replace("Content-Length: 0", "Content-Length: -5").getBytes(ISO_8859_1));
            stream(port, options.substring(0, 60).getBytes(ISO_8859_1));
            assertThat(torn(port, options.getBytes(ISO_8859_1))).startsWith("SIP/2.0 ");
        }
    }

    private static void stream(int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (java.net.SocketException _) {
            // Closed by the bridge while we still wrote: its right.
        }
    }

    /** Sends a request octet by octet and returns the answer. */
    private static String torn(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            for (byte octet : request) {
                out.write(octet);
                out.flush();
            }
            byte[] answer = new byte[4_096];
            return new String(answer, 0, Math.max(0, socket.getInputStream().read(answer)), ISO_8859_1);
        }
    }

    /** INVITEs from callers who never acknowledge anything. */
    private static void flood(int port) throws Exception {
        long startNs = System.nanoTime();
        try (HandPhone phone = new HandPhone(port, "agent")) {
            String invite = phone.text("INVITE", "", phone.sdp("a=sendrecv"));
            for (int i = 0; i < FLOOD; i++) {
                String other =
                        invite.replace(phone.callId, "flood-" + i).replace("branch=z9hG4bK", "branch=z9hG4bKf" + i);
                send(phone.sip, port, other.getBytes(ISO_8859_1));
                long aheadNs = startNs + i * (FLOOD_MS * 1_000_000L / FLOOD) - System.nanoTime();
                if (aheadNs > 0) {
                    TimeUnit.NANOSECONDS.sleep(aheadNs);
                }
            }
        }
    }

    private byte[] noise(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    private static void send(DatagramSocket from, int port, byte[] octets) throws IOException {
        from.send(new DatagramPacket(octets, octets.length, InetAddress.getLoopbackAddress(), port));
    }
}
