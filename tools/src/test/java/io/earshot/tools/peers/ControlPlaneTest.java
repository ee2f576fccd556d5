package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.livekit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every command of the control plane against the real livekit-server, judged by what {@code lk} and another client see. */
@Tag("peers")
@Timeout(120)
class ControlPlaneTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Peers peers;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
    }

    @AfterAll
    static void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void shouldMakeChangeAndDeleteARoom() throws Exception {
        done("rooms", "create", "hall", "--max-participants", "3", "--metadata", "one");
        done("rooms", "create", "hall", "--metadata", "ignored, since it is there");

        assertThat(json("rooms", "list", "hall").get(0).path("metadata").asText())
                .isEqualTo("one");
        done("rooms", "update", "hall", "--metadata", "two");
        assertThat(done("rooms", "list").out()).containsPattern("hall +RM_\\w+ +0 +0 .*two");
        assertThat(done("rooms", "send", "hall", "--data", "hello").out()).contains("Sent 5 bytes");
        assertThat(done("rooms", "delete", "hall").out()).contains("Room hall is deleted.");
        assertThat(peers.rooms()).doesNotContain("hall");
        assertThat(run("rooms", "delete", "hall").status()).isEqualTo(1);
    }

    @Test
    void shouldSeeChangeMuteAndRemoveAParticipant() throws Exception {
        try (PythonPeer ann = PythonPeer.join(peers, "stage", "ann", "600");
                PythonPeer bob = PythonPeer.join(peers, "stage", "bob", "-")) {
            ann.await("published");
            assertThat(done("participants", "list", "stage").out())
                    .contains("ann")
                    .contains("bob");
            done("participants", "update", "stage", "ann", "--attribute", "mood=good", "--can-publish-data", "false");
            JsonNode changed =
                    JSON.readTree(done("participants", "get", "stage", "ann").out());
            assertThat(changed.path("attributes").path("mood").asText()).isEqualTo("good");
            assertThat(changed.path("permission").path("canPublish").asBoolean())
                    .isTrue();
            assertThat(changed.path("permission").path("canPublishData").asBoolean())
                    .isFalse();
            assertThat(done("participants", "mute", "stage", "ann").out()).contains("is muted.");
            String track = changed.path("tracks").get(0).path("sid").asText();
            assertThat(done("participants", "subscribe", "stage", "bob", "--track", track, "--off")
                            .out())
                    .contains("no longer hears");
            assertThat(run("participants", "mute", "stage", "bob", "--track", "TR_x")
                            .err())
                    .contains("publishes no track TR_x");
            assertThat(run("participants", "move", "stage", "bob", "other").err())
                    .contains("this server does not offer the call");
            assertThat(done("participants", "remove", "stage", "ann").out()).contains("is removed");
            assertThat(run("participants", "get", "stage", "ann").status()).isEqualTo(1);
        }
    }

    @Test
    void shouldTellAMissingRoomFromAMissingParticipant() throws Exception {
        done("rooms", "create", "empty");

        assertThat(run("participants", "mute", "nowhere", "x", "--track", "TR_1")
                        .err())
                .contains("there is no room \"nowhere\"");
        assertThat(run("participants", "mute", "empty", "x", "--track", "TR_1").err())
                .contains("there is no participant \"x\" in room \"empty\"");
    }

    @Test
    void shouldMakeChangeAndDeleteTrunks() throws Exception {
        JsonNode made = json(
                "trunks",
                "inbound",
                "create",
                "--name",
                "in",
                "--numbers",
                "+15550001,+15550002",
                "--auth-user",
                "ann",
                "--auth-password",
                "geheim",
                "--header-attribute",
                "X-Account=account");
        String id = made.path("sipTrunkId").asText();

        assertThat(made.path("authPassword").asText()).isEqualTo("(hidden)");
        assertThat(peers.lk("sip", "inbound", "list", "--json")).contains(id, "geheim", "X-Account");
        done(
                "trunks",
                "inbound",
                "update",
                id,
                "--add-number",
                "+15550003",
                "--remove-number",
                "+15550001",
                "--name",
                "new");
        assertThat(done("trunks", "inbound", "list").out()).containsPattern(id + " +new +\\+15550002,\\+15550003");
        assertThat(run("trunks", "inbound", "create", "--numbers", "15550003").err())
                .contains("Conflicting inbound SIP Trunks");
        assertThat(done("trunks", "inbound", "delete", id).out()).contains("is deleted.");
        assertThat(run("trunks", "inbound", "delete", id).status()).isEqualTo(1);

        String outbound = json(
                        "trunks",
                        "outbound",
                        "create",
                        "--name",
                        "out",
                        "--address",
                        "sip.example.com",
                        "--numbers",
                        "+15550001")
                .path("sipTrunkId")
                .asText();
        done("trunks", "outbound", "update", outbound, "--address", "other.example.com");
        assertThat(peers.lk("sip", "outbound", "list", "--json")).contains("other.example.com");
        done("trunks", "outbound", "delete", outbound);
    }

    @Test
    void shouldMakeChangeExplainAndDeleteRules() throws Exception {
        String trunk = json("trunks", "inbound", "create", "--name", "r", "--numbers", "+15559000")
                .path("sipTrunkId")
                .asText();
        Path file = Files.writeString(peers.file("rule.json"), """
                {"dispatch_rule": {"name": "solo", "trunk_ids": ["%s"],
                 "rule": {"dispatchRuleIndividual": {"roomPrefix": "voice-ai-call-"}}}}
                """.formatted(trunk));
        String rule = json("dispatch", "create", "--file", file.toString(), "--agent", "earshot=m")
                .path("sipDispatchRuleId")
                .asText();

        assertThat(peers.lk("sip", "dispatch", "list", "--json")).contains(rule, "earshot");
        assertThat(done("dispatch", "explain", "--from", "+1", "--to", "+15559000")
                        .out())
                .containsPattern("goes into room voice-ai-call-_\\+1_\\w{12}");
        done("dispatch", "update", rule, "--direct", "lobby", "--pin", "77");
        assertThat(done("dispatch", "explain", "--from", "+1", "--to", "+15559000")
                        .out())
                .contains("is asked for a PIN by rule " + rule);
        assertThat(done("dispatch", "list").out())
                .contains("direct lobby (PIN)")
                .doesNotContain("77");
        assertThat(done("dispatch", "delete", rule).out()).contains("is deleted.");
        assertThat(run("dispatch", "explain", "--from", "+1", "--to", "+15559000")
                        .status())
                .isEqualTo(1);
        done("trunks", "inbound", "delete", trunk);
    }

    @Test
    void shouldSendAnAgentAndTakeItBack() throws Exception {
        String id = json("dispatch", "agents", "create", "desk", "helper", "--metadata", "m")
                .path("id")
                .asText();

        assertThat(peers.lk("dispatch", "list", "desk")).contains(id);
        assertThat(done("dispatch", "agents", "list", "desk").out()).contains(id, "helper");
        done("dispatch", "agents", "delete", "desk", id);
        assertThat(run("dispatch", "agents", "delete", "desk", id).status()).isEqualTo(1);
    }

    @Test
    void shouldBlameTheMissingSipServerAndNotTheKey() throws Exception {
        CommandRun run = run(
                "participants",
                "create",
                "--room",
                "r",
                "--to",
                "+1",
                "--file",
                Files.writeString(
                                peers.file("dial.json"),
                                "{\"sipNumber\":\"+2\",\"trunk\":{\"hostname\":\"127.0.0.1:9\"}}")
                        .toString());

        assertThat(run.status()).isEqualTo(69);
        assertThat(run.err()).contains("no livekit-sip answered").contains("same Redis");
    }

    @Test
    void shouldTellAWrongKeyFromAWrongSecret() {
        CommandRun key = CommandRun.of(
                "rooms",
                "list",
                "--url",
                peers.url().toString(),
                "--allow-plain",
                "--api-key",
                "other",
                "--api-secret",
                PeerConfig.API_SECRET);
        CommandRun secret = CommandRun.of(
                "rooms",
                "list",
                "--url",
                peers.url().toString(),
                "--allow-plain",
                "--api-key",
                PeerConfig.API_KEY,
                "--api-secret",
                "x" + PeerConfig.API_SECRET);

        assertThat(key.status()).isEqualTo(77);
        assertThat(key.err()).contains("no such API key");
        assertThat(secret.status()).isEqualTo(77);
        assertThat(secret.err()).contains("its secret is another one").doesNotContain("eyJ");
    }

    private static JsonNode json(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return JSON.readTree(done(all.toArray(String[]::new)).out());
    }

    private static CommandRun done(String... arguments) {
        CommandRun run = run(arguments);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--url",
                peers.url().toString(),
                "--allow-plain",
                "--api-key",
                PeerConfig.API_KEY,
                "--api-secret",
                PeerConfig.API_SECRET));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
