package io.earshot.bridge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.gateway.TestPhone;
import io.earshot.media.session.SessionQuality;
import io.earshot.sip.SipConfig;
import io.earshot.sip.SipEndpoint;
import io.earshot.sip.SipStatus;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A flood from one address while a call from another goes on. */
class FloodTest {
    private static final int PACKETS_A_SECOND = 8_000;
    private static final long FLOOD_NS = TimeUnit.SECONDS.toNanos(4);

    private final AtomicLong sent = new AtomicLong();

    @Test
    void shouldKeepCallsGoingAndTakeNewOnesUnderAFloodOfDatagramsAndConnections() throws Exception {
        try (GuardedBridge bridge = new GuardedBridge("guard.trunks=[{name: carrier, addresses: [127.0.0.2]}]");
                SipEndpoint phones = new SipEndpoint(
                        SipConfig.loopback().withAddress("127.0.0.2", 0, 0), _ -> bridge.loop()::execute, call -> {
                            call.reject(SipStatus.DECLINE);
                            return new io.earshot.sip.CallListener() {};
                        });
                RawCaller carrier = new RawCaller("127.0.0.2", bridge.sip.udpPort())) {
            TestPhone running = TestPhone.call(
                    bridge.loop(), bridge.media, phones, "100", "sip:200@127.0.0.1:" + bridge.sip.udpPort());
            assertThat(running.answered.poll(5, TimeUnit.SECONDS)).isEqualTo("200");
            Thread datagrams = Thread.ofPlatform().start(() -> flood(bridge.sip.udpPort()));
            List<Socket> silent = connections(bridge.sip.tcpPort());
            List<Double> answers = new ArrayList<>();
            while (datagrams.isAlive()) {
                long beganNs = System.nanoTime();
                assertThat(carrier.invite("200")).startsWith("SIP/2.0 200 ");
                answers.add((System.nanoTime() - beganNs) / 1e6);
                carrier.bye();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            datagrams.join();
            SessionQuality phone = running.quality();
            var call = bridge.directory.all().stream()
                    .filter(one -> one.state().equals("talking"))
                    .findFirst()
                    .orElseThrow();
            var counts = bridge.sip.counts();
            System.out.printf(
                    "flood: %d datagrams in %d s and %d connections from 127.0.0.9; %d dropped before parsing,"
                            + " connections open %d, refused %d; bans %s%n",
                    sent.get(),
                    FLOOD_NS / 1_000_000_000,
                    silent.size(),
                    counts.transport().barred(),
                    counts.transport().connectionsOpen(),
                    counts.transport().connectionsRefused(),
                    bridge.guard.bans());
            System.out.printf(
                    "meanwhile: %d new calls of the trunk answered, slowest %.1f ms; running call lost %d of %d packets to"
                            + " the phone and %s of %s from it%n",
                    answers.size(),
                    answers.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                    phone.received().lost(),
                    phone.received().packets(),
                    call.quality().received().lost(),
                    call.quality().received().packets());
            assertThat(phone.received().lost()).isZero();
            assertThat(call.quality().received().lost()).isZero();
            assertThat(phone.received().packets()).isGreaterThan(100);
            assertThat(answers).hasSizeGreaterThan(5);
            assertThat(bridge.guard.bans()).extracting(Bans.Ban::source).containsExactly("127.0.0.9");
            assertThat(counts.transport().barred()).isGreaterThan(sent.get() / 2);
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** INVITEs, rubbish, strays and requests that nobody serves, evenly paced. */
    private void flood(int port) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.9", 0))) {
            InetSocketAddress bridge = new InetSocketAddress("127.0.0.1", port);
            long startNs = System.nanoTime();
            for (long i = 0; System.nanoTime() - startNs < FLOOD_NS; i++) {
                byte[] message = message(i).getBytes(StandardCharsets.ISO_8859_1);
                socket.send(new DatagramPacket(message, message.length, bridge));
                sent.incrementAndGet();
                long dueNs = startNs + i * TimeUnit.SECONDS.toNanos(1) / PACKETS_A_SECOND;
                while (dueNs - System.nanoTime() > 0) {
                    LockSupport.parkNanos(100_000);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String message(long i) {
        String method = List.of("INVITE", "REGISTER", "BYE", "OPTIONS").get((int) (i % 4));
        String head = method + " sip:" + i
                + "@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.9:5060;rport;branch=z9hG4bK"
                + i + "\r\nFrom: <sip:scan@127.0.0.9>;tag=" + i + "\r\nTo: <sip:" + i + "@127.0.0.1>"
                + (method.equals("BYE") ? ";tag=none" : "") + "\r\nCall-ID: flood-" + i + "\r\nCSeq: 1 " + method
                + "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        return i % 5 == 0 ? "rubbish " + i + "\r\n\r\n" : head;
    }

    /** Connections that say nothing, or half of something. */
    private static List<Socket> connections(int port) throws IOException {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress("127.0.0.9", 0));
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
            if (i % 2 == 0) {
                try {
                    socket.getOutputStream()
                            .write("INVITE sip:a@b SIP/2.0\r\nVia: ".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException banned) {
                    all.add(socket);
                    continue;
                }
            }
            all.add(socket);
        }
        return all;
    }
}
