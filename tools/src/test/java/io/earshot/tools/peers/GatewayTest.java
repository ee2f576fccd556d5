package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.serve.BridgeUnderTest;
import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.Simulators;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gateway mode with the real server: a telephone's call in a room with LiveKit's own SDKs. */
@Tag("peers")
@Timeout(120)
class GatewayTest {
    private static final String NUMBER = "+15550100";
    private static final String CALLER = "+15550199";
    private static final double SENT_DBFS = -12.2;

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

    @ParameterizedTest
    @ValueSource(strings = {"g711", "opus"})
    void shouldJoinACallerToAPythonParticipant(String track) throws Exception {
        peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
        try (BridgeUnderTest node = Nodes.gateway(peers, "gateway.track=" + track);
                TonePhone phone = new TonePhone(node.sipPort(), NUMBER).from(CALLER)) {
            phone.media.tone(440);
            phone.dial();
            String room = peers.awaitRoom("voice-ai-call-");
            try (PythonPeer python = PythonPeer.join(peers, room, "python", "700")) {
                JsonNode caller = python.await("participant");
                assertThat(caller.path("identity").asText()).isEqualTo("sip_" + CALLER);
                JsonNode attributes = caller.path("attributes");
                assertThat(attributes.path("sip.phoneNumber").asText()).isEqualTo(CALLER);
                assertThat(attributes.path("sip.trunkPhoneNumber").asText()).isEqualTo(NUMBER);
                assertThat(attributes.path("sip.callIDFull").asText()).isEqualTo(phone.callId());
                assertThat(attributes.path("sip.callStatus").asText()).isEqualTo("active");
                assertThat(attributes.path("sip.callID").asText()).isNotEmpty();
                assertThat(room)
                        .isEqualTo(
                                "voice-ai-call-" + attributes.path("sip.callID").asText());
                assertThat(peers.participants(room))
                        .anyMatch(it -> it.path("identity").asText().equals("sip_" + CALLER)
                                && it.path("kind").asText().equals("SIP"));

                JsonNode heard = python.await("heard", GatewayTest::asLoudAsSent, 20);
                assertThat(heard.path("hz").asDouble()).isCloseTo(440, within(3.0));
                phone.media.listen(500);
                short[] back = phone.media.listen(1_000);
                assertThat(Sound.pitch(back, ToneMedia.RATE)).isCloseTo(700, within(4));
                assertThat(Sound.dbfs(back)).isCloseTo(SENT_DBFS, within(2.0));

                phone.media.press('5');
                assertThat(python.await("dtmf").path("digit").asText()).isEqualTo("5");
                python.tell("dtmf 7");
                Peers.untilTrue("the room's key", () -> phone.media.digits().equals("7"));

                phone.hangUp();
                assertThat(python.await("left").path("identity").asText()).isEqualTo("sip_" + CALLER);
            }
            Peers.untilTrue("no call", () -> node.bridge.calls() == 0);
        }
    }

    @Test
    void shouldLetABrowserTalkWithACaller() throws Exception {
        peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
        try (BridgeUnderTest node = Nodes.gateway(peers);
                TonePhone phone = new TonePhone(node.sipPort(), NUMBER).from(CALLER)) {
            phone.media.tone(440);
            phone.dial();
            String room = peers.awaitRoom("voice-ai-call-");
            try (BrowserPeer browser = BrowserPeer.join(peers, room, "browser", 900)) {
                JsonNode heard = browser.await("heard", GatewayTest::asLoudAsSent, 20);
                assertThat(heard.path("hz").asDouble()).isCloseTo(440, within(4.0));
                phone.media.awaitOnsetNs(20);
                phone.media.listen(500);
                short[] back = phone.media.listen(1_000);
                assertThat(Sound.pitch(back, ToneMedia.RATE)).isCloseTo(900, within(4));
                assertThat(Sound.dbfs(back)).isCloseTo(SENT_DBFS, within(2.0));
                phone.hangUp();
                browser.await("left", _ -> true, 20);
            }
        }
    }

    @Test
    void shouldBringACallerToAStockLiveKitAgent() throws Exception {
        peers.takeCalls(NUMBER, "voice-ai-call-", Map.of("agents", List.of(Map.of("agentName", "stock"))));
        try (BridgeUnderTest node = Nodes.gateway(peers, "gateway.answer=when_heard");
                Simulators vendors = Simulators.start(SimulatorConfig.defaults());
                PythonPeer worker = worker(vendors);
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            worker.await("registered");

            CallOutcome call = phone.call(plan("sip:" + NUMBER + "@127.0.0.1:" + node.sipPort()), CallWatcher.NONE);

            assertThat(call.answered()).isTrue();
            assertThat(call.turns()).hasSize(2).allMatch(turn -> turn.answerMs() != null);
            worker.await("said", said -> said.path("text").asText().contains("opening hours"), 5);
            worker.await("said", said -> said.path("text").asText().contains("repair cost"), 5);
            worker.await("closed");
            Peers.untilTrue("an empty server", () -> peers.rooms().isEmpty());
        }
    }

    @Test
    void shouldHangUpWhenTheRoomIsDeleted() throws Exception {
        peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
        try (BridgeUnderTest node = Nodes.gateway(peers);
                TonePhone phone = new TonePhone(node.sipPort(), NUMBER).from(CALLER)) {
            phone.dial();
            peers.deleteRoom(peers.awaitRoom("voice-ai-call-"));
            phone.awaitBye(10);
            Peers.untilTrue("no call", () -> node.bridge.calls() == 0);
        }
    }

    private PythonPeer worker(Simulators vendors) throws Exception {
        return PythonPeer.start(
                peers.file("."),
                "agent_worker.py",
                List.of(
                        peers.url().toString(),
                        PeerConfig.API_KEY,
                        PeerConfig.API_SECRET,
                        vendors.control().toString(),
                        "stock"));
    }

    private static CallPlan plan(String target) throws Exception {
        return CallPlan.to(
                        target,
                        List.of(
                                Phrases.recorded("opening-hours", new Cue.Turn()),
                                Phrases.recorded("repair-price", new Cue.Turn())))
                .lasting(Duration.ofSeconds(45));
    }

    private static boolean asLoudAsSent(JsonNode heard) {
        return Math.abs(heard.path("dbfs").asDouble() - SENT_DBFS) < 2;
    }
}
