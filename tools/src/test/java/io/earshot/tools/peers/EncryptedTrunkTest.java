package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.earshot.tools.serve.BridgeUnderTest;
import io.earshot.tools.serve.Certificates;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIP over TLS and SRTP between Earshot and the real livekit-sip, both ways, and from a caller into a real room. */
@Tag("peers")
@Timeout(120)
class EncryptedTrunkTest {
    private static final String NUMBER = "+15550188";
    private static final String REQUIRE = "SIP_MEDIA_ENCRYPT_REQUIRE";

    @TempDir
    Path folder;

    private Certificates authority;
    private Certificates.Issued earshot;
    private Certificates.Issued livekit;

    @BeforeEach
    void issue() throws Exception {
        authority = new Certificates(folder, "peers");
        earshot = authority.issue("earshot", "127.0.0.1");
        livekit = authority.issue("livekit", "127.0.0.1", "livekit-sip.example.com");
    }

    @Test
    void shouldAnswerLiveKitSipCallingByTlsWithEncryptedMedia() throws Exception {
        int port = freePort();
        try (Peers peers = peers(port);
                BridgeUnderTest node = Nodes.node(peers, certified());
                PythonPeer python = PythonPeer.join(peers, "secured", "listener", "-")) {
            dial(peers, node, REQUIRE);

            python.await("heard", it -> it.path("dbfs").asDouble() > -40, 20);
            JsonNode call = running(node);
            assertThat(call.path("trunk").asText()).isEqualTo("livekit");
            assertThat(call.path("quality").path("protection").path("kind").asText())
                    .isEqualTo("sdes");
            assertThat(node.metric("earshot_sip_tls_handshakes_total", "direction=\"incoming\"", "outcome=\"ok\""))
                    .isEqualTo(1);
            Figures.note(
                    "livekit-sip called by TLS: trunk %s, %s",
                    call.path("trunk").asText(), call.path("quality").path("protection"));
            peers.deleteRoom("secured");
            Peers.untilTrue("no call", () -> node.bridge.calls() == 0);
        }
    }

    @Test
    void shouldRefuseLiveKitSipWithoutEncryptionWhereItIsRequired() throws Exception {
        try (Peers peers = peers(freePort());
                BridgeUnderTest node = Nodes.node(peers, certified("media.srtp=required"))) {
            AssertionError refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                    AssertionError.class, () -> dial(peers, node, "SIP_MEDIA_ENCRYPT_DISABLE"));

            assertThat(refused).hasMessageContaining("488");
            assertThat(node.metric("earshot_calls_refused_total", "reason=\"encryption\""))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldNotBeCalledByLiveKitSipWhichDoesNotKnowTheAuthority() throws Exception {
        earshot = new Certificates(folder, "stranger").issue("stranger", "127.0.0.1");
        try (Peers peers = peers(freePort());
                BridgeUnderTest node = Nodes.node(peers, certified())) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> dial(peers, node, REQUIRE))
                    .isInstanceOf(AssertionError.class);

            assertThat(node.metric(
                            "earshot_sip_tls_handshakes_total", "direction=\"incoming\"", "outcome=\"rejected\""))
                    .isPositive();
            assertThat(node.metric("earshot_calls_refused_total")).isZero();
        }
    }

    @Test
    void shouldCallLiveKitSipByTlsWithEncryptedMedia() throws Exception {
        int port = freePort();
        try (Peers peers = peers(port);
                Softphone phone = phone()) {
            takeCalls(peers, REQUIRE);
            CompletableFuture<CallOutcome> call = phone.place(plan(port, Srtp.SDES), CallWatcher.NONE);
            String room = peers.awaitRoom("secured-");
            try (PythonPeer python = PythonPeer.join(peers, room, "python", "700")) {
                python.await("heard", it -> it.path("dbfs").asDouble() > -40, 20);
                peers.deleteRoom(room);
            }
            CallOutcome outcome = call.get();
            assertThat(outcome.status()).isEqualTo(200);
            assertThat(outcome.quality()).isNotNull();
            assertThat(outcome.agentSpeech()).as("the room's tone").isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Srtp.class,
            names = {"SDES", "DTLS"})
    void shouldCarryAnEncryptedCallThroughTheGatewayIntoARoom(Srtp srtp) throws Exception {
        try (Peers peers = Peers.start();
                BridgeUnderTest node = bridge(peers);
                Softphone phone = phone()) {
            CompletableFuture<CallOutcome> call = phone.place(plan(node.bridge.sipTlsPort(), srtp), CallWatcher.NONE);
            String room = peers.awaitRoom("voice-ai-call-");
            try (PythonPeer python = PythonPeer.join(peers, room, "python", "700")) {
                python.await("heard", it -> it.path("dbfs").asDouble() > -40, 20);
                assertThat(running(node)
                                .path("quality")
                                .path("protection")
                                .path("kind")
                                .asText())
                        .isEqualToIgnoringCase(srtp.name());
                peers.deleteRoom(room);
            }
            CallOutcome outcome = call.get();
            assertThat(outcome.status()).isEqualTo(200);
            assertThat(outcome.agentSpeech()).as("the room's tone").isNotEmpty();
        }
    }

    @Test
    void shouldRefuseAPlainCallerWhereTheRealTrunkRequiresEncryption() throws Exception {
        try (Peers peers = Peers.start();
                BridgeUnderTest node = bridge(peers);
                TonePhone plain = new TonePhone(node.sipPort(), NUMBER)) {
            assertThat(plain.refused()).startsWith("SIP/2.0 488 ").contains("encrypted audio is required");
            assertThat(node.metric("earshot_calls_refused_total", "reason=\"encryption\""))
                    .isEqualTo(1);
            assertThat(peers.rooms()).isEmpty();
        }
    }

    /** A gateway behind whose server a trunk requires encryption. */
    private BridgeUnderTest bridge(Peers peers) throws Exception {
        takeCalls(peers, REQUIRE);
        return Nodes.gateway(peers, earshot.listening());
    }

    /** Server and livekit-sip, which listens by TLS, trusts our authority and shows its certificate to whom it calls. */
    private Peers peers(int tlsPort) throws Exception {
        Peers peers = Peers.start();
        try {
            return peers.withSip(
                    List.of("env", "SSL_CERT_FILE=" + authority.authority()),
                    text -> text + """
                            tls:
                              port: %d
                              port_listen: %d
                              certs: [{cert_file: "%s", key_file: "%s"}]
                            """.formatted(tlsPort, tlsPort, livekit.certificate(), livekit.key()));
        } catch (Exception | AssertionError e) {
            peers.close();
            throw e;
        }
    }

    private String[] certified(String... more) {
        List<String> all = new ArrayList<>(List.of(earshot.listening()));
        all.addAll(List.of(
                "sip.tls.client_certificates=required",
                "sip.tls.client_ca=" + authority.authority(),
                "guard.unknown=refuse",
                "guard.trunks=[{name: livekit, tls_names: [livekit-sip.example.com]}]"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void dial(Peers peers, BridgeUnderTest node, String encryption) throws Exception {
        JsonNode trunk = peers.api()
                .call(
                        "SIP",
                        "CreateSIPOutboundTrunk",
                        "",
                        Map.of(
                                "trunk",
                                Map.of(
                                        "name",
                                        "to earshot",
                                        "address",
                                        "127.0.0.1:" + node.bridge.sipTlsPort(),
                                        "transport",
                                        "SIP_TRANSPORT_TLS",
                                        "numbers",
                                        List.of("+15550111"),
                                        "mediaEncryption",
                                        encryption)));
        peers.api()
                .call(
                        "SIP",
                        "CreateSIPParticipant",
                        "",
                        Map.of(
                                "sipTrunkId",
                                id(trunk),
                                "sipCallTo",
                                "1000",
                                "roomName",
                                "secured",
                                "participantIdentity",
                                "callee",
                                "mediaEncryption",
                                encryption,
                                "waitUntilAnswered",
                                true));
    }

    private static void takeCalls(Peers peers, String encryption) throws Exception {
        JsonNode trunk = peers.api()
                .call(
                        "SIP",
                        "CreateSIPInboundTrunk",
                        "",
                        Map.of(
                                "trunk",
                                Map.of("name", "in", "numbers", List.of(NUMBER), "mediaEncryption", encryption)));
        peers.api()
                .call(
                        "SIP",
                        "CreateSIPDispatchRule",
                        "",
                        Map.of(
                                "dispatchRule",
                                Map.of(
                                        "name",
                                        "in",
                                        "trunkIds",
                                        List.of(id(trunk)),
                                        "rule",
                                        Map.of("dispatchRuleIndividual", Map.of("roomPrefix", "secured-")))));
    }

    private static String id(JsonNode trunk) {
        return trunk.path("sip_trunk_id").asText(trunk.path("sipTrunkId").asText());
    }

    private Softphone phone() throws Exception {
        TlsConfig trusting = TlsConfig.defaults()
                .withServers(ServerCheck.NAME, authority.authority().toString());
        return Softphone.at(InetAddress.getLoopbackAddress(), trusting);
    }

    private static CallPlan plan(int port, Srtp srtp) throws Exception {
        String target = "sip:" + NUMBER + "@127.0.0.1:" + port + ";transport=tls";
        return CallPlan.to(
                        target,
                        List.of(
                                Phrases.recorded("opening-hours", new Cue.Clock(1_500)),
                                Phrases.recorded("repair-price", new Cue.Clock(6_000))))
                .lasting(Duration.ofSeconds(30))
                .secured("TLS", srtp);
    }

    private static JsonNode running(BridgeUnderTest node) throws Exception {
        JsonNode calls = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(node.get("/v1/calls"))
                .path("calls");
        assertThat(calls).hasSize(1);
        return node.callRecord(calls.get(0).path("callId").asText());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
