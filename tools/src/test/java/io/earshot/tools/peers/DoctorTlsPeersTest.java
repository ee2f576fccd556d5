package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.serve.BridgeUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are right and wrong: livekit-sip and a bridge under TLS as trunks, OpenSSL as what they are not, a bridge as the webhook endpoint. */
@Tag("peers")
@Timeout(120)
class DoctorTlsPeersTest {
    private static final String PATH = "/webhooks/livekit";
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private static Path folder;

    private static Authority authority;
    private static Peers peers;
    private static int tlsPort;

    @BeforeAll
    static void start() throws Exception {
        authority = new Authority(folder);
        Path certificate = authority.issue("right");
        tlsPort = freePort();
        peers = Peers.start()
                .withSip(text -> text + "tls: {port: " + tlsPort + ", certs: [{cert_file: '" + certificate
                        + "', key_file: '" + authority.key("right") + "'}]}\n");
    }

    @AfterAll
    static void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void shouldBeContentWithATrunkWhoseCertificateIsRight() throws Exception {
        for (String host : List.of("127.0.0.1", "trunk.names.invalid")) {
            DoctorVisit visit = trunk(host, tlsPort, "sip.tls.server_ca=" + authority.ca());

            assertThat(visit.findings()).isEmpty();
            assertThat(visit.measured("trunks")).contains(tlsPort + " over TLS: 200 OK");
        }
    }

    @Test
    void shouldNameATrunkWhoseCertificateIsWrong() throws Exception {
        named(trunk("127.0.0.1", tlsPort), 65, "signed by nobody whom this machine trusts", "sip.tls.server_ca");
        named(
                trunk("other.names.invalid", tlsPort, "sip.tls.server_ca=" + authority.ca()),
                65,
                "certificate is for another name than other.names.invalid");
        assertThat(trunk("127.0.0.1", tlsPort, "sip.tls.server_check=none").findings())
                .isEmpty();
    }

    @Test
    void shouldNameATrunkWhoseCertificateIsOutOfDate() throws Exception {
        authority.issue(
                "old", Instant.now().minus(DAY.multipliedBy(9)), Instant.now().minus(DAY));
        authority.issue("early", Instant.now().plus(DAY), Instant.now().plus(DAY.multipliedBy(9)));
        String ca = "sip.tls.server_ca=" + authority.ca();
        try (Server old = Server.with("old")) {
            named(trunk("127.0.0.1", old.port, ca), 65, "certificate has expired");
        }
        try (Server early = Server.with("early")) {
            named(trunk("127.0.0.1", early.port, ca), 65, "certificate is not valid yet", "clock");
        }
    }

    @Test
    void shouldNameATrunkThatWantsACertificateOfOurs() throws Exception {
        String ca = "sip.tls.server_ca=" + authority.ca();
        String ours = "sip.tls.certificate=" + authority.issue("ours");
        int port = freePort();
        try (BridgeUnderTest _ = BridgeUnderTest.start(
                "sip.tls.port=" + port,
                "sip.tls.certificate=" + authority.issue("mutual"),
                "sip.tls.key=" + authority.key("mutual"),
                "sip.tls.client_certificates=required",
                "sip.tls.client_ca=" + authority.ca())) {
            named(trunk("127.0.0.1", port, ca), 65, "wants a certificate of this machine", "sip.tls.certificate");
            assertThat(trunk("127.0.0.1", port, ca, ours, "sip.tls.key=" + authority.key("ours"))
                            .findings())
                    .isEmpty();
        }
        try (Server strict =
                Server.with("right", "-Verify", "1", "-CAfile", authority.ca().toString())) {
            named(trunk("127.0.0.1", strict.port, ca), 65, "wants a certificate of this machine");
        }
    }

    @Test
    void shouldNameAServerWhoseCertificateIsWrong() throws Exception {
        authority.issue(
                "past", Instant.now().minus(DAY.multipliedBy(9)), Instant.now().minus(DAY));
        authority.issue("soon", Instant.now().minus(DAY), Instant.now().plus(DAY.multipliedBy(3)));
        try (Server past = Server.with("past");
                Server soon = Server.with("soon")) {
            named(livekit("127.0.0.1", past.port), 69, "signed by nobody whom this machine trusts");
            trusting(() -> {
                named(livekit("127.0.0.1", past.port), 69, "certificate has expired");
                named(livekit("other.names.invalid", soon.port), 69, "is for another name");
                assertThat(livekit("127.0.0.1", soon.port).findings())
                        .singleElement()
                        .asString()
                        .contains("certificate expires at");
            });
        }
    }

    @Test
    void shouldNameAWebhookEndpointWhoseCertificateIsWrong() throws Exception {
        int port = freePort();
        authority.issue("events");
        try (BridgeUnderTest _ = Nodes.node(
                peers,
                "livekit.room.start=webhook",
                "http.port=" + port,
                "http.tls.certificate=" + folder.resolve("events.pem"),
                "http.tls.key=" + authority.key("events"))) {
            named(webhook("trunk.names.invalid", port), 68, "signed by nobody whom this machine trusts");
            trusting(() -> {
                named(webhook("other.names.invalid", port), 68, "is for another name than other.names.invalid");
                DoctorVisit right = webhook("trunk.names.invalid", port);
                assertThat(right.findings()).isEmpty();
                assertThat(right.measured("webhook")).contains("signed echo");
            });
        }
    }

    /** What a test does. */
    private interface Part {
        void run() throws Exception;
    }

    /** While this machine trusts the authority. */
    private static void trusting(Part part) throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(authority.trust());
        try {
            part.run();
        } finally {
            SSLContext.setDefault(before);
        }
    }

    private static DoctorVisit trunk(String host, int port, String... settings) throws Exception {
        return alone("trunks", List.of("--trunk", host + ":" + port + ";transport=tls"), settings);
    }

    private static DoctorVisit livekit(String host, int port) throws Exception {
        return DoctorVisit.to(peers, Map.of("LIVEKIT_URL", "wss://" + host + ":" + port), "--only", "livekit-address");
    }

    private static DoctorVisit webhook(String host, int port) throws Exception {
        List<String> settings = List.of(
                "livekit.room.start=webhook",
                "http.port=" + port,
                "http.tls.certificate=" + folder.resolve("events.pem"),
                "http.tls.key=" + authority.key("events"));
        return DoctorVisit.to(
                peers,
                Map.of(),
                Stream.concat(
                                Stream.of("--only", "webhook", "--webhook-url=https://" + host + ":" + port + PATH),
                                settings.stream().flatMap(it -> Stream.of("--set", it)))
                        .toArray(String[]::new));
    }

    private static DoctorVisit alone(String check, List<String> arguments, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("--only", check));
        all.addAll(arguments);
        Stream.of(settings).forEach(it -> all.addAll(List.of("--set", it)));
        return DoctorVisit.alone(Map.of(), InstantSource.system(), all.toArray(String[]::new));
    }

    private static void named(DoctorVisit visit, int exitCode, String... words) {
        assertThat(visit.findings()).singleElement().asString().contains(words);
        assertThat(visit.exitCode()).isEqualTo(exitCode);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** OpenSSL with a certificate of the authority: it shakes hands, and says nothing after that. */
    private record Server(PeerProcess process, int port) implements AutoCloseable {
        static Server with(String certificate, String... more) throws Exception {
            int port = freePort();
            List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", Integer.toString(port)));
            command.addAll(List.of("-cert", folder.resolve(certificate + ".pem").toString()));
            command.addAll(List.of("-key", authority.key(certificate).toString(), "-quiet"));
            command.addAll(List.of(more));
            Path log = Files.createTempFile(folder, "openssl", ".log");
            try {
                PeerProcess process = PeerProcess.start("openssl", command, log, () -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        return socket.isConnected();
                    }
                });
                return new Server(process, port);
            } catch (IOException e) {
                throw Installed.missing("openssl (Debian package openssl): " + e.getMessage());
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
