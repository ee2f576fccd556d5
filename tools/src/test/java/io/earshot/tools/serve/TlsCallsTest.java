package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.sip.tls.TlsConfig;
import io.earshot.sip.tls.TlsConfig.ServerCheck;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallPlan.Srtp;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Softphone;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Calls by SIP over TLS with a whole bridge: what is encrypted, what a reload of certificates does, who is refused. */
@Timeout(60)
class TlsCallsTest {
    private static final Logger TRANSPORT = (Logger) LoggerFactory.getLogger("io.earshot.sip");

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Certificates authority;
    private Certificates.Issued server;

    @BeforeEach
    void begin() throws Exception {
        authority = new Certificates(folder, "test");
        server = authority.issue("bridge", "127.0.0.1");
        logged.start();
        TRANSPORT.addAppender(logged);
    }

    @AfterEach
    void end() {
        TRANSPORT.detachAppender(logged);
    }

    @ParameterizedTest
    @EnumSource(
            value = Srtp.class,
            names = {"SDES", "DTLS"})
    void shouldHoldAnEncryptedCall(Srtp srtp) throws Exception {
        try (BridgeUnderTest bridge = bridge();
                Softphone phone = phone(trusting())) {
            CallOutcome call = phone.call(plan(bridge, srtp), CallWatcher.NONE);

            assertThat(call.turns()).hasSize(1).allMatch(turn -> turn.answerMs() != null);
            JsonNode record = bridge.endedCall(call.callId());
            assertThat(record.path("quality").path("protection").path("kind").asText())
                    .isEqualToIgnoringCase(srtp.name());
        }
    }

    @Test
    void shouldGiveTheNewCertificateToNewConnectionsWhileACallGoesOn() throws Exception {
        try (BridgeUnderTest bridge = bridge("sip.tls.reload_check=200ms");
                Softphone phone = phone(trusting())) {
            CompletableFuture<CallOutcome> call = phone.place(plan(bridge, Srtp.SDES), CallWatcher.NONE);
            BridgeUnderTest.untilTrue("the call", () -> bridge.bridge.calls() == 1);

            authority.issue("bridge", "127.0.0.1", "renewed.example.com");
            BridgeUnderTest.untilTrue(
                    "the new certificate", () -> presented(bridge).contains("renewed.example.com"));

            assertThat(bridge.bridge.calls()).as("the call goes on").isEqualTo(1);
            CallOutcome outcome = call.get();
            assertThat(outcome.turns()).hasSize(1).allMatch(turn -> turn.answerMs() != null);
            assertThat(outcome.trouble()).isEmpty();
            assertThat(bridge.metric("earshot_sip_tls_reloads_total", "outcome=\"ok\""))
                    .isPositive();
        }
    }

    @Test
    void shouldRefuseAClientWithoutCertificateAndSayWhy() throws Exception {
        try (BridgeUnderTest bridge = bridge(clients());
                Softphone phone = phone(trusting())) {
            assertThat(phone.call(plan(bridge, Srtp.SDES), CallWatcher.NONE).answered())
                    .isFalse();
            refused(bridge, "no_certificate", "the peer showed no certificate");
        }
    }

    @Test
    void shouldRefuseAClientWhoseCertificateIsOverAndSayWhy() throws Exception {
        try (BridgeUnderTest bridge = bridge(clients());
                Softphone phone = phone(certified("old", -1))) {
            assertThat(phone.call(plan(bridge, Srtp.SDES), CallWatcher.NONE).answered())
                    .isFalse();
            refused(bridge, "expired", "the peer's certificate is past or before its time");
        }
    }

    @Test
    void shouldRefuseAClientOfAnotherNameAndSayWhy() throws Exception {
        List<String> settings = new ArrayList<>(List.of(clients()));
        settings.add("sip.tls.client_names=[carrier.example.com]");
        try (BridgeUnderTest bridge = bridge(settings.toArray(String[]::new));
                Softphone phone = phone(certified("else.example.com", 30))) {
            assertThat(phone.call(plan(bridge, Srtp.SDES), CallWatcher.NONE).answered())
                    .isFalse();
            refused(bridge, "wrong_name", "the client's certificate names nobody of client_names");
        }
    }

    @Test
    void shouldNotCallAServerOfAnotherNameAndSayWhy() throws Exception {
        server = authority.issue("bridge", "other.example.com");
        try (BridgeUnderTest bridge = bridge();
                Softphone phone = phone(trusting())) {
            CallOutcome call = phone.call(plan(bridge, Srtp.SDES), CallWatcher.NONE);
            assertThat(call.answered()).isFalse();
            assertThat(lines())
                    .anyMatch(line -> line.contains("TLS to /127.0.0.1:")
                            && line.contains("the server's certificate does not name 127.0.0.1 but other.example.com"));
        }
    }

    @Test
    void shouldNotCallAServerWhoseCertificateIsOverAndSayWhy() throws Exception {
        server = authority.issue("bridge", -1, "127.0.0.1");
        try (BridgeUnderTest bridge = bridge();
                Softphone phone = phone(trusting())) {
            assertThat(phone.call(plan(bridge, Srtp.SDES), CallWatcher.NONE).answered())
                    .isFalse();
            assertThat(lines())
                    .anyMatch(line -> line.contains("TLS to /127.0.0.1:")
                            && line.contains("the peer's certificate is past or before its time"));
            refused(bridge, "rejected", "the peer does not take our certificate");
        }
    }

    private void refused(BridgeUnderTest bridge, String outcome, String words) throws Exception {
        BridgeUnderTest.untilTrue(
                "the metric",
                () -> bridge.metric(
                                "earshot_sip_tls_handshakes_total",
                                "direction=\"incoming\"",
                                "outcome=\"" + outcome + "\"")
                        >= 1);
        BridgeUnderTest.untilTrue(
                "the log",
                () -> lines().stream()
                        .anyMatch(line -> line.startsWith("TLS from /127.0.0.1:") && line.endsWith(": " + words)));
    }

    private List<String> lines() {
        return List.copyOf(logged.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private BridgeUnderTest bridge(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(server.listening()));
        all.addAll(List.of(settings));
        return BridgeUnderTest.start(all.toArray(String[]::new));
    }

    private String[] clients() {
        return new String[] {"sip.tls.client_certificates=required", "sip.tls.client_ca=" + authority.authority()};
    }

    private TlsConfig trusting() {
        return TlsConfig.defaults()
                .withServers(ServerCheck.NAME, authority.authority().toString());
    }

    private TlsConfig certified(String name, int days) throws Exception {
        Certificates.Issued own = authority.issue("phone", days, name);
        return trusting()
                .withCertificate(0, own.certificate().toString(), own.key().toString());
    }

    private static Softphone phone(TlsConfig tls) throws Exception {
        return Softphone.at(InetAddress.getLoopbackAddress(), tls);
    }

    private static CallPlan plan(BridgeUnderTest bridge, Srtp srtp) throws Exception {
        String target = "sip:agent@127.0.0.1:" + bridge.bridge.sipTlsPort() + ";transport=tls";
        return CallPlan.to(target, List.of(Phrases.recorded("opening-hours", new Cue.Turn())))
                .lasting(Duration.ofSeconds(40))
                .secured("TLS", srtp);
    }

    /** The names of the certificate that a new connection is shown. */
    private static String presented(BridgeUnderTest bridge) throws Exception {
        SSLContext anybody = SSLContext.getInstance("TLS");
        anybody.init(null, new javax.net.ssl.TrustManager[] {new Anybody()}, null);
        try (SSLSocket socket = (SSLSocket)
                anybody.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), bridge.bridge.sipTlsPort())) {
            socket.startHandshake();
            X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return String.valueOf(own.getSubjectAlternativeNames());
        }
    }

    /** Looks at a certificate without judging it. */
    private static final class Anybody extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
