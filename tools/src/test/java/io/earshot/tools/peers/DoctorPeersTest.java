package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.serve.BridgeUnderTest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Each way to set LiveKit up wrong, and what the doctor says about it; and about one that is right. */
@Tag("peers")
@Timeout(120)
class DoctorPeersTest {
    /** What a fault of LiveKit's shows in; other tests look at the rest. */
    private static final String LIVEKIT =
            "configuration,livekit-files,livekit-log,livekit-address,livekit-key,livekit-clock,livekit-sip-service,bus,dispatch,redis";

    /** Which a healthy set-up has for itself: a busy one may well be worth an alarm. */
    private static final String MACHINE = "the machine";

    private Peers peers;

    @BeforeEach
    void start() throws Exception {
        // Nobody listens there: these tests are about the rest.
        peers = Peers.start("http://127.0.0.1:9/webhooks/livekit");
    }

    @AfterEach
    void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    @ResourceLock(MACHINE)
    void shouldRaiseNoAlarmAboutAHealthySetUp() throws Exception {
        peers.close();
        int port = freePort();
        peers = Peers.start(
                text -> text.replace("tcp_port: 0", "tcp_port: " + port),
                "http://127.0.0.1:" + (port + 1) + "/webhooks/livekit");
        peers.withSip().takeCalls("+15550100", "voice-ai-call-", Map.of());
        try (BridgeUnderTest bridge = Nodes.node(peers, "livekit.room.start=webhook", "http.port=" + (port + 1))) {
            DoctorVisit healthy = DoctorVisit.to(peers, Map.of(), healthy(bridge));

            judgeHealthy(healthy);
        }
    }

    private String[] healthy(BridgeUnderTest bridge) {
        String vendors = "ws://127.0.0.1:" + bridge.simulators.port();
        List<String> settings = List.of(
                "livekit.room.start=webhook",
                "http.port=" + bridge.bridge.httpAddress().getPort(),
                "sip.udp_port=" + bridge.sipPort(),
                "media.allow_loopback=true",
                "livekit.webhook.public_url=http://127.0.0.1:"
                        + bridge.bridge.httpAddress().getPort() + "/webhooks/livekit",
                "stt.deepgram.url=" + vendors + "/v1/listen",
                "stt.flux.url=" + vendors + "/v2/listen",
                "llm.groq.url=http://127.0.0.1:" + bridge.simulators.port() + "/openai/v1",
                "tts.cartesia.url=" + vendors + "/tts/websocket");
        return Stream.concat(
                        Stream.of(
                                "--live",
                                "--trunk=127.0.0.1:" + peers.sipPort(),
                                "--livekit-server-config=" + peers.file("livekit.yaml"),
                                "--livekit-sip-config=" + peers.file("livekit-sip.yaml"),
                                "--log=" + peers.file("livekit-sip.log"),
                                "--log=" + peers.file("livekit-server.log")),
                        settings.stream().flatMap(it -> Stream.of("--set", it)))
                .toArray(String[]::new);
    }

    private static int freePort() throws Exception {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return one.getLocalPort();
        }
    }

    private void judgeHealthy(DoctorVisit healthy) throws Exception {
        assertThat(healthy.findings()).isEmpty();
        assertThat(healthy.exitCode()).isZero();
        for (String each : List.of("room", "room-tcp", "redis", "webhook", "trunks", "call", "providers")) {
            assertThat(healthy.status(each)).as(healthy.measured(each)).isEqualTo("ok");
        }
        assertThat(healthy.measured("webhook")).contains("signed echo", "LiveKit's own event came");
        assertThat(healthy.status("bus")).isEqualTo("ok");
        assertThat(healthy.status("dispatch")).isEqualTo("ok");
        assertThat(healthy.measured("room")).contains("one way").doesNotContain("not heard");
        assertThat(peers.rooms()).isEmpty();
        Figures.note("doctor, healthy: %s; %s", healthy.measured("room"), healthy.measured("bus"));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
    void shouldTellKeyFaultsApart() throws Exception {
        peers.withSip();

        DoctorVisit secret = examine(Map.of("LIVEKIT_API_SECRET", "another-secret-another-secret-another"));
        DoctorVisit key = examine(Map.of("LIVEKIT_API_KEY", "otherkey"));
        DoctorVisit clock =
                examine(Map.of(), () -> InstantSource.system().instant().plus(Duration.ofMinutes(10)));

        assertThat(secret.exitCode()).isEqualTo(77);
        assertThat(secret.findings()).singleElement().asString().contains("its secret is another one");
        assertThat(secret.text()).doesNotContain("another-secret", "eyJ");
        assertThat(key.exitCode()).isEqualTo(77);
        assertThat(key.findings()).singleElement().asString().contains("no such API key");
        assertThat(clock.exitCode()).isEqualTo(77);
        assertThat(clock.findings()).singleElement().asString().containsPattern("clock is (60|59)\\d? s ahead of");
        assertThat(clock.status("livekit-key")).isEqualTo("skipped");
        assertThat(secret.status("livekit-sip-service")).isEqualTo("skipped");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
    void shouldSeeThatAKeyWasPastedWrong() throws Exception {
        DoctorVisit line = examine(Map.of("LIVEKIT_API_SECRET", PeerConfig.API_SECRET + "\n"));
        DoctorVisit exchanged =
                examine(Map.of("LIVEKIT_API_KEY", PeerConfig.API_SECRET, "LIVEKIT_API_SECRET", PeerConfig.API_KEY));
        DoctorVisit path = examine(Map.of("LIVEKIT_URL", peers.url() + "/rtc"));
        DoctorVisit slash = examine(Map.of("LIVEKIT_URL", peers.url() + "/"));

        assertThat(line.findings()).singleElement().asString().contains("LIVEKIT_API_SECRET", "ends with a line break");
        assertThat(line.exitCode()).isEqualTo(77);
        assertThat(exchanged.findings()).singleElement().asString().contains("look exchanged");
        assertThat(exchanged.text()).doesNotContain(PeerConfig.API_SECRET);
        assertThat(path.findings()).singleElement().asString().contains("/rtc", "without a path");
        assertThat(slash.status("livekit-key")).isEqualTo("ok");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
    void shouldSeeThatRedisWasFlushed() throws Exception {
        peers.withSip().takeCalls("+15550100", "voice-ai-call-", Map.of());
        try (java.net.Socket redis = new java.net.Socket("127.0.0.1", peers.port("REDIS_PORT"))) {
            redis.getOutputStream().write("FLUSHALL\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(new String(redis.getInputStream().readNBytes(3), java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("+OK");
        }

        DoctorVisit diagnosis = examine(Map.of());

        assertThat(diagnosis.findings())
                .singleElement()
                .asString()
                .contains("neither trunk nor dispatch rule", "flushed");
        assertThat(diagnosis.exitCode()).isEqualTo(65);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
    void shouldTellWhatIsWrongWithTheAddress() throws Exception {
        int port = peers.port();
        DoctorVisit notLiveKit = examine(Map.of("LIVEKIT_URL", "ws://127.0.0.1:" + peers.port("METRICS_PORT")));
        DoctorVisit noTls = examine(Map.of("LIVEKIT_URL", "wss://127.0.0.1:" + port));
        peers.server.kill();
        DoctorVisit nobody = examine(Map.of());

        assertThat(notLiveKit.exitCode()).isEqualTo(69);
        assertThat(notLiveKit.findings())
                .singleElement()
                .asString()
                .contains("gave an answer of type", "Check the URL");
        assertThat(noTls.exitCode()).isEqualTo(69);
        assertThat(noTls.findings()).singleElement().asString().contains("speaks no TLS");
        assertThat(nobody.exitCode()).isEqualTo(69);
        assertThat(nobody.findings()).singleElement().asString().contains("nothing accepts connections");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
    void shouldNotBlameTheKeyWhenRedisIsGone() throws Exception {
        peers.redis.kill();

        DoctorVisit diagnosis = examine(Map.of());

        assertThat(diagnosis.exitCode()).isEqualTo(76);
        assertThat(diagnosis.findings()).singleElement().asString().contains("cannot reach its Redis");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
    void shouldSeeThatLiveKitSipUsesAnotherRedis() throws Exception {
        try (Peers other = Peers.start()) {
            peers.withSip(text -> text.replace(":" + peers.port("REDIS_PORT"), ":" + other.port("REDIS_PORT")));
            peers.takeCalls("+15550100", "voice-ai-call-", Map.of());

            DoctorVisit diagnosis = examine(Map.of());

            assertThat(diagnosis.exitCode()).isEqualTo(76);
            assertThat(diagnosis.findings())
                    .singleElement()
                    .asString()
                    .contains("no livekit-sip answered", "another Redis", "API key and secret have no part");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
    void shouldSeeTrunksAndRulesThatNeverMatch() throws Exception {
        peers.withSip();
        createTrunk("lonely", "+15550111");
        String gone = createTrunk("gone", "+15550112");
        createRule("orphan", gone);
        peers.api().call("SIP", "DeleteSIPTrunk", "", Map.of("sipTrunkId", gone));

        DoctorVisit diagnosis = examine(Map.of());

        assertThat(diagnosis.exitCode()).isEqualTo(65);
        assertThat(diagnosis.findings())
                .anyMatch(it -> it.contains("no dispatch rule takes the calls of trunk") && it.contains("lonely"))
                .anyMatch(it -> it.contains("orphan") && it.contains("can never match"))
                .hasSize(2);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
    void shouldExplainFilesAndLogOfLiveKitSipOnAnotherRedis() throws Exception {
        try (Peers other = Peers.start()) {
            peers.withSip(text -> text.replace(":" + peers.port("REDIS_PORT"), ":" + other.port("REDIS_PORT")));
            // Nobody hears livekit-sip there, as if there were no server on that Redis.
            other.server.kill();

            assertThat(rejectedCall()).startsWith("SIP/2.0 503");

            DoctorVisit diagnosis = examineFiles();
            assertThat(diagnosis.exitCode()).isEqualTo(76);
            assertThat(diagnosis.findings())
                    .anyMatch(it -> it.contains("livekit-server uses Redis") && it.contains("neither finds the other"))
                    .anyMatch(it -> it.contains("asked over Redis") && it.contains("never a wrong secret"))
                    .noneMatch(it -> it.contains("\"class\":\"key\""));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
    void shouldExplainFilesAndLogOfLiveKitSipWithAWrongSecret() throws Exception {
        peers.withSip(text -> text.replace(PeerConfig.API_SECRET, "canary-secret-canary-secret-canary"));

        assertThat(rejectedCall()).startsWith("SIP/2.0 486");

        DoctorVisit diagnosis = examineFiles();
        assertThat(diagnosis.exitCode()).isEqualTo(77);
        assertThat(diagnosis.findings())
                .anyMatch(it -> it.contains("api_key of livekit-sip") && it.contains("is another one"))
                .anyMatch(it -> it.contains("its api_secret is wrong") && it.contains("486"))
                .anyMatch(it -> it.contains("holds whole tokens"));
        assertThat(diagnosis.text()).doesNotContain("canary", PeerConfig.API_SECRET, "eyJ");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = MACHINE, mode = ResourceAccessMode.READ)
    void shouldExplainFilesAndLogOfLiveKitSipWithAWrongServerAddress() throws Exception {
        peers.withSip(text -> text.replace(peers.url().toString(), "ws://127.0.0.1:9"));

        assertThat(rejectedCall()).startsWith("SIP/2.0 486");

        DoctorVisit diagnosis = examineFiles();
        assertThat(diagnosis.exitCode()).isEqualTo(69);
        assertThat(diagnosis.findings())
                .anyMatch(it -> it.contains("ws_url names 127.0.0.1:9"))
                .anyMatch(it -> it.contains("livekit-sip does not reach livekit-server"));
    }

    /** The answer to a call that a trunk and a rule take. */
    private String rejectedCall() throws Exception {
        peers.takeCalls("+15550100", "voice-ai-call-", Map.of());
        try (TonePhone phone = new TonePhone(peers.sipPort(), "+15550100")) {
            return phone.refused();
        }
    }

    private DoctorVisit examineFiles() throws Exception {
        return examine(
                Map.of(),
                InstantSource.system(),
                "--livekit-server-config=" + peers.file("livekit.yaml"),
                "--livekit-sip-config=" + peers.file("livekit-sip.yaml"),
                "--log=" + peers.file("livekit-sip.log"));
    }

    private String createTrunk(String name, String number) throws Exception {
        JsonNode trunk = peers.api()
                .call(
                        "SIP",
                        "CreateSIPInboundTrunk",
                        "",
                        Map.of("trunk", Map.of("name", name, "numbers", List.of(number))));
        return trunk.path("sip_trunk_id").asText(trunk.path("sipTrunkId").asText());
    }

    private void createRule(String name, String trunk) throws Exception {
        Map<String, ?> individual = Map.of("dispatchRuleIndividual", Map.of("roomPrefix", "voice-"));
        peers.api()
                .call(
                        "SIP",
                        "CreateSIPDispatchRule",
                        "",
                        Map.of("dispatchRule", Map.of("name", name, "trunkIds", List.of(trunk), "rule", individual)));
    }

    private DoctorVisit examine(Map<String, String> other) throws Exception {
        return examine(other, InstantSource.system());
    }

    private DoctorVisit examine(Map<String, String> other, InstantSource clock, String... more) throws Exception {
        return DoctorVisit.to(
                peers,
                other,
                clock,
                Stream.concat(Stream.of("--set", "livekit.room.start=webhook", "--only", LIVEKIT), Stream.of(more))
                        .toArray(String[]::new));
    }
}
