package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.serve.BridgeUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How calls in rooms begin and end, with the real peers. The server posts its webhooks to two nodes. */
@Tag("peers")
@Timeout(90)
class RoomModeLifeTest {
    private static final String NUMBER = "+15550122";
    private static final String ROOMS = "voice-ai-call-";
    private static final int ONE = 18_081;
    private static final int TWO = 18_082;
    private static Peers peers;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start(webhook(ONE), webhook(TWO)).withSip();
        peers.takeCalls(NUMBER, ROOMS, Map.of());
    }

    @AfterAll
    static void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void shouldSendOneAgentThoughTwoNodesAreTold() throws Exception {
        try (BridgeUnderTest one = node(ONE);
                BridgeUnderTest two = node(TWO)) {
            for (int call = 1; call <= 3; call++) {
                try (TonePhone phone = new TonePhone(peers.sipPort(), NUMBER)) {
                    phone.dial();
                    phone.media.awaitOnsetNs(10);
                    assertThat(agents(peers.awaitRoom(ROOMS))).hasSize(1);
                    phone.hangUp();
                }
                gone();
                int calls = call;
                Peers.untilTrue("the end of both", () -> served(one) + served(two) == calls);
                assertThat(agents(one, "redundant") + agents(two, "redundant")).isEqualTo(calls);
            }
        }
    }

    @Test
    void shouldHangUpTheTelephoneWhenTheAgentIsDone() throws Exception {
        try (BridgeUnderTest node = node(ONE, "agent.max_call_seconds=3", "agent.warn_seconds=0");
                TonePhone phone = new TonePhone(peers.sipPort(), NUMBER)) {
            phone.dial();
            phone.awaitBye(20);
            assertThat(end(node).path("reason").asText()).isEqualTo("maximum_time");
            gone();
        }
    }

    @Test
    void shouldLeaveWhenAnAdministratorRemovesItAndLeaveTheCallerBe() throws Exception {
        try (BridgeUnderTest node = node(ONE);
                TonePhone phone = new TonePhone(peers.sipPort(), NUMBER)) {
            phone.dial();
            phone.media.awaitOnsetNs(10);
            String room = peers.awaitRoom(ROOMS);
            peers.api()
                    .call(
                            "RoomService",
                            "RemoveParticipant",
                            room,
                            Map.of("room", room, "identity", agents(room).getFirst()));
            JsonNode end = end(node);
            assertThat(end.path("reason").asText()).isEqualTo("room_ended");
            assertThat(end.path("livekit").asText()).isEqualTo("PARTICIPANT_REMOVED");
            assertThat(phone.up()).isTrue();
            phone.hangUp();
            peers.deleteRoom(room);
            gone();
        }
    }

    @Test
    void shouldEndWithItsRoom() throws Exception {
        try (BridgeUnderTest node = node(ONE);
                TonePhone phone = new TonePhone(peers.sipPort(), NUMBER)) {
            phone.dial();
            phone.media.awaitOnsetNs(10);
            peers.deleteRoom(peers.awaitRoom(ROOMS));
            phone.awaitBye(10);
            assertThat(end(node).path("livekit").asText()).isEqualTo("ROOM_DELETED");
            gone();
        }
    }

    @Test
    void shouldUnderstandTheKeysOfACaller() throws Exception {
        try (BridgeUnderTest node = node(ONE);
                TonePhone phone = new TonePhone(peers.sipPort(), NUMBER)) {
            phone.dial();
            phone.media.awaitOnsetNs(10);
            phone.media.press('5');
            Peers.untilTrue(
                    "the key",
                    () -> onlyCall(node).path("transcript").toString().contains("[dtmf 5"));
            phone.hangUp();
            gone();
        }
    }

    @Test
    void shouldShowTheRoomWhatIsSaidAndWhatTheAgentDoes() throws Exception {
        try (BridgeUnderTest node = node(ONE);
                TonePhone phone = new TonePhone(peers.sipPort(), NUMBER)) {
            phone.dial();
            phone.media.awaitOnsetNs(10);
            String room = peers.awaitRoom(ROOMS);
            try (PythonPeer viewer = PythonPeer.join(peers, room, "viewer", "-")) {
                String agent = agents(room).getFirst();
                phone.media.press('7');
                JsonNode key =
                        viewer.await("text", said -> said.path("text").asText().contains("[dtmf 7"), 20);
                assertThat(key.path("identity").asText()).isEqualTo("sip_+15550199");
                JsonNode answer = viewer.await(
                        "text", said -> said.path("identity").asText().equals(agent), 20);
                assertThat(answer.path("text").asText()).isNotEmpty();
                assertThat(answer.path("attributes")
                                .path("lk.transcription_final")
                                .asText())
                        .isEqualTo("true");
                viewer.await(
                        "attributes",
                        changed -> changed.path("attributes")
                                .path("lk.agent.state")
                                .asText()
                                .equals("speaking"),
                        20);
            }
            phone.hangUp();
            gone();
        }
    }

    @Test
    void shouldHangUpItsCallersWhenTheNodeStops() throws Exception {
        try (TonePhone phone = new TonePhone(peers.sipPort(), NUMBER)) {
            try (BridgeUnderTest node = node(ONE)) {
                phone.dial();
                assertThat(node.bridge.calls()).isEqualTo(1);
            }
            phone.awaitBye(10);
            gone();
        }
    }

    @Test
    void shouldGoOnWithTheCallWhenTheServerIsKilledAndRestarted() throws Exception {
        try (BridgeUnderTest node = node(ONE);
                TonePhone phone = new TonePhone(peers.sipPort(), NUMBER)) {
            phone.dial();
            phone.media.awaitOnsetNs(10);
            String room = peers.awaitRoom(ROOMS);
            peers.server.kill();
            peers.server.begin();
            peers.server.awaitReady();
            Peers.untilTrue("both back", () -> peers.participants(room).size() == 2);

            phone.media.forgetOnsets();
            phone.media.awaitOnsetNs(25);
            phone.media.beep(440, 1_000);
            Peers.untilTrue(
                    "the caller's sound",
                    () -> onlyCall(node).path("transcript").toString().contains("caller"));
            phone.media.press('6');
            Peers.untilTrue(
                    "a key", () -> onlyCall(node).path("transcript").toString().contains("[dtmf 6"));
            phone.hangUp();
            assertThat(end(node).path("reason").asText()).isEqualTo("caller_hung_up");
            gone();
        }
    }

    private static String webhook(int port) {
        return "http://127.0.0.1:" + port + "/webhooks/livekit";
    }

    private static BridgeUnderTest node(int port, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "livekit.url=" + peers.url(),
                "livekit.api_key=" + PeerConfig.API_KEY,
                "livekit.api_secret=" + PeerConfig.API_SECRET,
                "livekit.allow_plain=true",
                "livekit.room.start=webhook",
                "livekit.webhook.port=" + port));
        all.addAll(List.of(settings));
        return BridgeUnderTest.start(all.toArray(String[]::new));
    }

    private static void gone() throws Exception {
        Peers.untilTrue("an empty server", () -> peers.rooms().isEmpty());
    }

    /** Identities of agents in a room. */
    private static List<String> agents(String room) throws Exception {
        return peers.participants(room).stream()
                .map(one -> one.path("identity").asText())
                .filter(identity -> identity.startsWith("earshot-agent-"))
                .toList();
    }

    private static double served(BridgeUnderTest node) throws Exception {
        return agents(node, "served");
    }

    private static double agents(BridgeUnderTest node, String outcome) throws Exception {
        return node.metric("earshot_room_agents_total", "outcome=\"" + outcome + "\"");
    }

    private static JsonNode end(BridgeUnderTest node) throws Exception {
        Peers.untilTrue("the end of the call", () -> onlyCall(node).path("end").isObject());
        return onlyCall(node).path("end");
    }

    private static JsonNode onlyCall(BridgeUnderTest node) throws Exception {
        JsonNode calls = new ObjectMapper().readTree(node.get("/v1/calls")).path("calls");
        String id = StreamSupport.stream(calls.spliterator(), false)
                .map(call -> call.path("callId").asText())
                .findFirst()
                .orElse("none");
        return node.callRecord(id);
    }
}
