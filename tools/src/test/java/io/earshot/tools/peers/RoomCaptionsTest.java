package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.serve.BridgeUnderTest;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What somebody with LiveKit's own SDK reads of a call between livekit-sip's caller and our agent. */
@Tag("peers")
@Timeout(120)
class RoomCaptionsTest {
    private static final int WEBHOOK_PORT = 18_081;

    @Test
    void shouldShowTheRoomWhatCallerAndAgentSayAndWhatTheAgentDoes() throws Exception {
        try (Peers peers = Peers.start("http://127.0.0.1:" + WEBHOOK_PORT + "/webhooks/livekit")
                        .withSip();
                BridgeUnderTest node =
                        RoomModeTest.node(peers, "livekit.room.start=webhook", "livekit.webhook.port=" + WEBHOOK_PORT);
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            peers.takeCalls(RoomModeTest.NUMBER, "voice-ai-call-", Map.of());
            CompletableFuture<CallOutcome> call = phone.place(RoomModeTest.plan(peers), CallWatcher.NONE);
            Peers.untilTrue("a room", () -> !peers.rooms().isEmpty());
            String room = peers.rooms().getFirst();
            try (PythonPeer reader = PythonPeer.join(peers, room, "reader", "-")) {
                JsonNode understood = reader.await("text", it -> from(it, "sip_") && !last(it), 40);
                JsonNode asked = reader.await("text", it -> segment(it).equals(segment(understood)) && last(it), 40);
                JsonNode answered = reader.await("text", it -> from(it, "earshot-agent"), 40);
                assertThat(asked.path("text").asText())
                        .hasSizeGreaterThanOrEqualTo(
                                understood.path("text").asText().length());
                for (JsonNode line : new JsonNode[] {asked, answered}) {
                    assertThat(line.path("topic").asText()).isEqualTo("lk.transcription");
                    assertThat(line.path("text").asText()).isNotBlank();
                    JsonNode said = line.path("attributes");
                    assertThat(said.path("lk.transcription_final").asText()).isEqualTo("true");
                    assertThat(said.path("lk.transcribed_track_id").asText()).startsWith("TR_");
                    assertThat(said.path("lk.segment_id").asText()).startsWith("SG_");
                }
                reader.await("attributes", it -> state(it).equals("thinking"), 20);
                reader.await("attributes", it -> state(it).equals("speaking"), 20);
            }
            assertThat(call.get().turns()).hasSize(2);
            assertThat(node.bridge).isNotNull();
        }
    }

    private static boolean from(JsonNode text, String identity) {
        return text.path("identity").asText().startsWith(identity);
    }

    private static boolean last(JsonNode text) {
        return text.path("attributes").path("lk.transcription_final").asText().equals("true");
    }

    private static String segment(JsonNode text) {
        return text.path("attributes").path("lk.segment_id").asText();
    }

    private static String state(JsonNode participant) {
        return participant.path("attributes").path("lk.agent.state").asText();
    }
}
