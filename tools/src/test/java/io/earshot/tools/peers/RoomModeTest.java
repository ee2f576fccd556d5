package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.serve.BridgeUnderTest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Room mode with the real peers: livekit-sip takes the call, our agent joins its room. */
@Tag("peers")
@Timeout(120)
class RoomModeTest {
    static final String NUMBER = "+15550100";
    private static final int WEBHOOK_PORT = 18_080;

    @Test
    void shouldServeACallerOfLiveKitSipOnAWebhook() throws Exception {
        try (Peers peers = Peers.start("http://127.0.0.1:" + WEBHOOK_PORT + "/webhooks/livekit")
                        .withSip();
                BridgeUnderTest node = node(peers, "livekit.room.start=webhook", "http.port=" + WEBHOOK_PORT);
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());

            CallOutcome call = phone.call(plan(peers), CallWatcher.NONE);

            assertThat(call.turns()).hasSize(2).allMatch(turn -> turn.answerMs() != null);
            JsonNode record = onlyCall(node);
            assertThat(record.path("mode").asText()).isEqualTo("room");
            assertThat(record.path("room").asText()).startsWith("voice-ai-call-");
            assertThat(record.path("sipCallId").asText()).isEqualTo(call.callId());
            assertThat(BridgeUnderTest.said(record, "agent")).isNotEmpty();
            assertThat(node.metric("earshot_room_agents_total", "outcome=\"served\""))
                    .isEqualTo(1);
            Peers.untilTrue("an empty server", () -> peers.rooms().isEmpty());
            assertThat(node.bridge.calls()).isZero();
        }
    }

    @Test
    void shouldSpreadCallsOverTwoNodesByDispatch() throws Exception {
        try (Peers peers = Peers.start().withSip();
                BridgeUnderTest one = node(peers, "livekit.room.start=worker");
                BridgeUnderTest two = node(peers, "livekit.room.start=worker");
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            peers.takeCalls(NUMBER, "voice-ai-call-", Map.of("agents", List.of(Map.of("agentName", "earshot"))));
            List<java.util.concurrent.CompletableFuture<CallOutcome>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(phone.place(plan(peers), CallWatcher.NONE));
            }
            for (var call : calls) {
                assertThat(call.get().turns()).hasSize(2).allMatch(turn -> turn.answerMs() != null);
            }
            Peers.untilTrue("an empty server", () -> peers.rooms().isEmpty());
            double served = one.metric("earshot_room_agents_total", "outcome=\"served\"")
                    + two.metric("earshot_room_agents_total", "outcome=\"served\"");
            assertThat(served).isEqualTo(4);
        }
    }

    private static JsonNode onlyCall(BridgeUnderTest node) throws Exception {
        Peers.untilTrue("the end of the call", () -> node.bridge.calls() == 0);
        JsonNode calls = new ObjectMapper().readTree(node.get("/v1/calls")).path("calls");
        assertThat(calls).hasSize(1);
        return node.callRecord(calls.path(0).path("callId").asText());
    }

    static BridgeUnderTest node(Peers peers, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "livekit.url=" + peers.url(),
                "livekit.api_key=" + PeerConfig.API_KEY,
                "livekit.api_secret=" + PeerConfig.API_SECRET,
                "livekit.allow_plain=true"));
        all.addAll(List.of(settings));
        return BridgeUnderTest.start(all.toArray(String[]::new));
    }

    static CallPlan plan(Peers peers) throws Exception {
        return CallPlan.to(
                        "sip:" + NUMBER + "@127.0.0.1:" + peers.sipPort(),
                        List.of(
                                Phrases.recorded("opening-hours", new Cue.Turn()),
                                Phrases.recorded("repair-price", new Cue.Turn())))
                .lasting(Duration.ofSeconds(45));
    }
}
