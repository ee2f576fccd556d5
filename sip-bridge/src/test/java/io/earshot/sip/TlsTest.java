package io.earshot.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.sip.tls.TestAuthority;
import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.tls.TlsConfig.ClientCertificates;
import io.earshot.sip.tls.TlsConfig.ServerCheck;
import io.earshot.sip.tls.TlsOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIP over TLS between two endpoints (RFC 3261 section 26, RFC 5922). */
class TlsTest {

    @TempDir
    Path directory;

    private final Recorder us = new Recorder();
    private TestAuthority authority;
    private TlsConfig server;
    private Callee callee;
    private Callee caller;

    @BeforeEach
    void makeCertificates() throws Exception {
        authority = new TestAuthority(directory, "ca");
        server = authority.issue("server", "ip:127.0.0.1 dns:localhost");
    }

    @AfterEach
    void close() {
        caller.close();
        callee.close();
    }

    private void open(TlsConfig called, TlsConfig calling) throws IOException {
        callee = new Callee(
                SipConfig.loopback().withTls(called), Admission.OPEN, call -> call.answer("answer".getBytes()));
        caller = new Callee(SipConfig.loopback().withTls(calling), Admission.OPEN, call -> {});
    }

    private TlsConfig trusting() {
        return TlsConfig.defaults().withServers(ServerCheck.NAME, authority.ca());
    }

    private OutgoingCall call(String uri) {
        return caller.endpoint.call(
                new OutgoingRequest(uri, "sip:caller@127.0.0.1", "offer".getBytes(), List.of(), "UDP"), us);
    }

    private String plain() {
        return "sip:agent@127.0.0.1:" + callee.endpoint.tlsPort() + ";transport=tls";
    }

    private long outgoing(TlsOutcome outcome) {
        return caller.endpoint.tls().counters().handshakes(false, outcome);
    }

    /** The socket is closed a moment before it is counted. */
    private void awaitIncoming(TlsOutcome outcome) throws InterruptedException {
        for (int i = 0; i < 1_000 && incoming(outcome) == 0; i++) {
            Thread.sleep(10);
        }
        assertThat(incoming(outcome)).isEqualTo(1);
    }

    private long incoming(TlsOutcome outcome) {
        return callee.endpoint.tls().counters().handshakes(true, outcome);
    }

    @Test
    void shouldCarryCallFromInviteToBye() throws Exception {
        open(server, trusting());
        OutgoingCall call = call(plain());
        assertThat(us.next()).isEqualTo("answered answer");
        IncomingCall received = callee.nextCall();
        Recorder them = callee.nextRecorder();
        assertThat(them.next()).isEqualTo("acknowledged ");
        assertThat(received.transport()).isEqualTo("TLS");
        assertThat(received.header("Contact").orElseThrow()).contains(";transport=tls");
        assertThat(received.header("Via").orElseThrow()).startsWith("SIP/2.0/TLS");
        callee.run(() -> received.reinvite("again".getBytes()));
        assertThat(us.next()).isEqualTo("offer again");
        caller.run(() -> us.exchange.accept("agreed".getBytes()));
        assertThat(them.next()).isEqualTo("accepted agreed");
        callee.run(received::bye);
        assertThat(them.next()).isEqualTo("local bye");
        assertThat(call.transport()).isEqualTo("TLS");
        assertThat(outgoing(TlsOutcome.OK)).as("one connection for everything").isEqualTo(1);
        assertThat(incoming(TlsOutcome.OK)).isEqualTo(1);
    }

    @Test
    void shouldAnswerSipsWithSips() throws Exception {
        open(server, trusting());
        call("sips:agent@localhost:" + callee.endpoint.tlsPort());
        assertThat(us.next()).isEqualTo("answered answer");
        assertThat(callee.nextCall().header("Contact").orElseThrow()).contains("<sips:127.0.0.1:");
    }

    @Test
    void shouldNotCallServerWhoseCertificateNamesAnother() throws Exception {
        open(authority.issue("other", "dns:other.example.com"), trusting());
        call(plain());
        assertThat(us.next()).isEqualTo("failed TRANSPORT");
        assertThat(outgoing(TlsOutcome.WRONG_NAME)).isEqualTo(1);
        assertThat(callee.calls).isEmpty();
    }

    @Test
    void shouldAskOpenConnectionForTheNameToo() throws Exception {
        TlsConfig known = authority.issue("known", "dns:localhost");
        open(known, trusting());
        call("sips:agent@localhost:" + callee.endpoint.tlsPort());
        assertThat(us.next()).isEqualTo("answered answer");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> call(plain()))
                .hasMessageContaining("does not name 127.0.0.1 but localhost");
    }

    @Test
    void shouldNotCallServerOfUnknownAuthority() throws Exception {
        open(server, TlsConfig.defaults().withServers(ServerCheck.NAME, new TestAuthority(directory, "stranger").ca()));
        call(plain());
        assertThat(us.next()).isEqualTo("failed TRANSPORT");
        assertThat(outgoing(TlsOutcome.UNKNOWN_CA)).isEqualTo(1);
    }

    @Test
    void shouldNotCallServerWithExpiredCertificate() throws Exception {
        open(authority.issue("old", "ip:127.0.0.1", "EC", TestAuthority.validFor(-1)), trusting());
        call(plain());
        assertThat(us.next()).isEqualTo("failed TRANSPORT");
        assertThat(outgoing(TlsOutcome.EXPIRED)).isEqualTo(1);
    }

    @Test
    void shouldTellWhomClientsCertificateNames() throws Exception {
        TlsConfig own = authority.issue("carrier", "dns:carrier.example.com uri:sip:trunk.example.com");
        open(
                server.withClients(ClientCertificates.REQUIRED, authority.ca(), List.of("carrier.example.com")),
                own.withServers(ServerCheck.NAME, authority.ca()));
        call(plain());
        assertThat(us.next()).isEqualTo("answered answer");
        assertThat(callee.nextCall().peerNames()).containsExactly("carrier.example.com", "trunk.example.com");
    }

    @Test
    void shouldRefuseClientWithoutCertificateOrOffTheList() throws Exception {
        open(
                server.withClients(ClientCertificates.REQUIRED, authority.ca(), List.of("carrier.example.com")),
                trusting());
        call(plain());
        assertThat(us.next()).isEqualTo("failed TRANSPORT");
        assertThat(incoming(TlsOutcome.NO_CERTIFICATE)).isEqualTo(1);
        caller.close();

        TlsConfig own = authority.issue("else", "dns:else.example.com").withServers(ServerCheck.NAME, authority.ca());
        caller = new Callee(SipConfig.loopback().withTls(own), Admission.OPEN, call -> {});
        call(plain());
        assertThat(us.next()).isEqualTo("failed TRANSPORT");
        assertThat(incoming(TlsOutcome.WRONG_NAME)).isEqualTo(1);
        assertThat(callee.calls).isEmpty();
    }

    @Test
    void shouldUseNewCertificateForNewConnectionsAndLeaveRunningOnes() throws Exception {
        open(server, trusting());
        OutgoingCall running = call(plain());
        assertThat(us.next()).isEqualTo("answered answer");
        Recorder them = callee.nextRecorder();
        assertThat(them.next()).isEqualTo("acknowledged ");

        callee.endpoint.tls().apply(authority.issue("renamed", "dns:renamed.example.com"));
        caller.run(() -> running.info("text/plain", "still here".getBytes()));
        assertThat(them.next()).isEqualTo("info text/plain still here");
        Callee another = new Callee(SipConfig.loopback().withTls(trusting()), Admission.OPEN, call -> {});
        try (another) {
            Recorder refused = new Recorder();
            another.endpoint.call(
                    new OutgoingRequest(plain(), "sip:other@127.0.0.1", "offer".getBytes(), List.of(), "TLS"), refused);
            assertThat(refused.next()).isEqualTo("failed TRANSPORT");
            assertThat(another.endpoint.tls().counters().handshakes(false, TlsOutcome.WRONG_NAME))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldEndHandshakeThatDripsAndTakeCallsMeanwhile() throws Exception {
        open(server.withLimits(Duration.ofSeconds(3), 2, 100), trusting());
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), callee.endpoint.tlsPort())) {
            slow.setSoTimeout(20_000);
            slow.getOutputStream().write(new byte[] {0x16, 3, 1});
            call(plain());
            assertThat(us.next()).isEqualTo("answered answer");
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
        awaitIncoming(TlsOutcome.TIMED_OUT);
    }

    @Test
    void shouldTurnAwaySourceThatBeginsTooManyHandshakes() throws Exception {
        SipConfig limited = SipConfig.loopback()
                .withTls(server.withLimits(Duration.ofSeconds(20), 8, 3))
                .withFlood(new FloodLimits(100, Duration.ofSeconds(2), 100, Set.of()));
        callee = new Callee(limited, Admission.OPEN, call -> call.answer("answer".getBytes()));
        caller = Callee.passive();
        for (int i = 0; i < 40; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), callee.endpoint.tlsPort())) {
                socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
                socket.setSoTimeout(5_000);
                while (socket.getInputStream().read() >= 0) {}
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
        assertThat(incoming(TlsOutcome.LIMITED)).isPositive();
        assertThat(incoming(TlsOutcome.FAILED)).isPositive();
    }
}
