package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.doctor.DoctorCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Each way to set LiveKit up wrong, and what the doctor says about it; and about one that is right. */
@Tag("peers")
@Timeout(120)
class DoctorPeersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Peers peers;

    @BeforeEach
    void start() throws Exception {
        peers = Peers.start();
    }

    @AfterEach
    void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void shouldRaiseNoAlarmAboutAHealthySetUp() throws Exception {
        peers.withSip().takeCalls("+15550100", "voice-ai-call-", Map.of());

        Diagnosis healthy = examine(Map.of());

        assertThat(healthy.findings()).isEmpty();
        assertThat(healthy.exitCode).isZero();
        assertThat(healthy.status("bus")).isEqualTo("ok");
        assertThat(healthy.status("dispatch")).isEqualTo("ok");
        assertThat(healthy.measured("room")).contains("one way").doesNotContain("not heard");
        assertThat(peers.rooms()).isEmpty();
        Figures.note("doctor, healthy: %s; %s", healthy.measured("room"), healthy.measured("bus"));
    }

    @Test
    void shouldTellKeyFaultsApart() throws Exception {
        peers.withSip();

        Diagnosis secret = examine(Map.of("LIVEKIT_API_SECRET", "another-secret-another-secret-another"));
        Diagnosis key = examine(Map.of("LIVEKIT_API_KEY", "otherkey"));
        Diagnosis clock =
                examine(Map.of(), () -> InstantSource.system().instant().plus(Duration.ofMinutes(10)));

        assertThat(secret.exitCode).isEqualTo(77);
        assertThat(secret.findings()).singleElement().asString().contains("its secret is another one");
        assertThat(secret.text).doesNotContain("another-secret", "eyJ");
        assertThat(key.exitCode).isEqualTo(77);
        assertThat(key.findings()).singleElement().asString().contains("no such API key");
        assertThat(clock.exitCode).isEqualTo(77);
        assertThat(clock.findings()).anyMatch(it -> it.contains("clock is 60") || it.contains("clock is 59"));
        assertThat(secret.status("room")).isEqualTo("skipped");
    }

    @Test
    void shouldTellWhatIsWrongWithTheAddress() throws Exception {
        int port = peers.port();
        Diagnosis notLiveKit = examine(Map.of("LIVEKIT_URL", "ws://127.0.0.1:" + peers.port("METRICS_PORT")));
        Diagnosis noTls = examine(Map.of("LIVEKIT_URL", "wss://127.0.0.1:" + port));
        peers.server.kill();
        Diagnosis nobody = examine(Map.of());

        assertThat(notLiveKit.exitCode).isEqualTo(69);
        assertThat(notLiveKit.findings())
                .singleElement()
                .asString()
                .contains("gave an answer of type", "Check the URL");
        assertThat(noTls.exitCode).isEqualTo(69);
        assertThat(noTls.findings()).singleElement().asString().contains("speaks no TLS");
        assertThat(nobody.exitCode).isEqualTo(69);
        assertThat(nobody.findings()).singleElement().asString().contains("nothing accepts connections");
    }

    @Test
    void shouldNotBlameTheKeyWhenRedisIsGone() throws Exception {
        peers.redis.kill();

        Diagnosis diagnosis = examine(Map.of());

        assertThat(diagnosis.exitCode).isEqualTo(76);
        assertThat(diagnosis.findings()).singleElement().asString().contains("cannot reach its Redis");
    }

    @Test
    void shouldSeeThatLiveKitSipUsesAnotherRedis() throws Exception {
        try (Peers other = Peers.start()) {
            peers.withSip(other.port("REDIS_PORT"));

            Diagnosis diagnosis = examine(Map.of());

            assertThat(diagnosis.exitCode).isEqualTo(76);
            assertThat(diagnosis.findings())
                    .singleElement()
                    .asString()
                    .contains("no livekit-sip answered", "another Redis", "API key and secret have no part");
            assertThat(diagnosis.status("room")).isEqualTo("ok");
        }
    }

    @Test
    void shouldSeeTrunksAndRulesThatNeverMatch() throws Exception {
        peers.withSip();
        createTrunk("lonely", "+15550111");
        String gone = createTrunk("gone", "+15550112");
        createRule("orphan", gone);
        peers.api().call("SIP", "DeleteSIPTrunk", "", Map.of("sipTrunkId", gone));

        Diagnosis diagnosis = examine(Map.of());

        assertThat(diagnosis.exitCode).isEqualTo(65);
        assertThat(diagnosis.findings())
                .anyMatch(it -> it.contains("no dispatch rule takes the calls of trunk") && it.contains("lonely"))
                .anyMatch(it -> it.contains("orphan") && it.contains("can never match"))
                .hasSize(2);
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

    private Diagnosis examine(Map<String, String> other) throws Exception {
        return examine(other, InstantSource.system());
    }

    private Diagnosis examine(Map<String, String> other, InstantSource clock) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LIVEKIT_URL", peers.url().toString(),
                "LIVEKIT_API_KEY", PeerConfig.API_KEY,
                "LIVEKIT_API_SECRET", PeerConfig.API_SECRET,
                "LIVEKIT_ALLOW_PLAIN", "true",
                "DEEPGRAM_API_KEY", "k",
                "GROQ_API_KEY", "k",
                "CARTESIA_API_KEY", "k"));
        environment.putAll(other);
        StringWriter out = new StringWriter();
        int exitCode = new CommandLine(new DoctorCommand(environment, clock))
                .setOut(new PrintWriter(out, true))
                .execute("--json", "--set", "livekit.room.start=webhook");
        return new Diagnosis(exitCode, out.toString(), JSON.readTree(out.toString()));
    }

    private record Diagnosis(int exitCode, String text, JsonNode report) {
        List<String> findings() {
            List<String> all = new ArrayList<>();
            report.path("checks").forEach(check -> check.path("findings").forEach(it -> all.add(it.toString())));
            return all;
        }

        String status(String name) {
            return check(name).path("status").asText();
        }

        String measured(String name) {
            return check(name).path("measured").asText();
        }

        private JsonNode check(String name) {
            for (JsonNode each : report.path("checks")) {
                if (each.path("name").asText().equals(name)) {
                    return each;
                }
            }
            throw new AssertionError("no check " + name + " in " + text);
        }
    }
}
