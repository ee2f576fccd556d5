package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.livekit.data.RpcAnswer;
import io.earshot.livekit.data.RpcError;
import io.earshot.media.codec.AudioCodec;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.serve.BridgeUnderTest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gateway mode with the real server: PINs, several callers in a room, requests from the room, and servers that refuse. */
@Tag("peers")
@Timeout(120)
class GatewayRoomsTest {
    private static final String NUMBER = "+15550100";
    private static final int CALLS = 15;

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
    void shouldLetCallersWithThePinTalkInOneRoom() throws Exception {
        takeCallsWithPin("4711");
        try (BridgeUnderTest node = Nodes.gateway(peers);
                TonePhone alice = new TonePhone(node.sipPort(), NUMBER).from("+15550101");
                TonePhone bob = new TonePhone(node.sipPort(), NUMBER).from("+15550102")) {
            enter(alice, "4711#");
            enter(bob, "99#4711#");
            Peers.untilTrue(
                    "both in the room", () -> peers.participants("conference").size() == 2);
            double ms = journeyMs(alice, bob);
            System.out.printf("caller to caller through two gateway legs and the room: %.1f ms%n", ms);
            for (TonePhone phone : List.of(alice, bob)) {
                System.out.println("audio: " + node.callRecord(phone.callId()).path("roomAudio"));
            }
            assertThat(ms).isLessThan(500);
            try (OurParticipant third = OurParticipant.join(peers, "conference", "third", AudioCodec.OPUS, 900)) {
                alice.media.tone(440);
                assertThat(heardTogether(bob, 440, 900))
                        .as("two voices, added up for the third")
                        .isTrue();
                alice.media.tone(0);
                third.tone(0);
            }
        }
    }

    @Test
    void shouldShareTheCallerWithItsOwnAgent() throws Exception {
        peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
        try (BridgeUnderTest node = Nodes.gateway(peers, "gateway.agent=true");
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            CallPlan plan = CallPlan.to(
                            "sip:" + NUMBER + "@127.0.0.1:" + node.sipPort(),
                            List.of(Phrases.recorded("opening-hours", new Cue.Turn())))
                    .lasting(Duration.ofSeconds(40));
            CompletableFuture<CallOutcome> call = phone.place(plan, CallWatcher.NONE);
            String room = peers.awaitRoom("voice-ai-call-");
            try (OurParticipant guest = OurParticipant.join(peers, room, "guest", AudioCodec.PCMU, 0)) {
                guest.awaitTold("track ");
                Peers.untilTrue(
                        "caller and agent as tracks of one participant",
                        () -> guest.told.stream()
                                        .filter(it -> it.startsWith("track sip_"))
                                        .count()
                                == 2);
                assertThat(call.get().turns()).hasSize(1).allMatch(turn -> turn.answerMs() != null);
            }
        }
    }

    @Test
    void shouldDoWhatAnAgentInTheRoomAsksFor() throws Exception {
        peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
        try (BridgeUnderTest node = Nodes.gateway(peers);
                TonePhone phone = new TonePhone(node.sipPort(), NUMBER).header("X-Customer", "4711")) {
            phone.dial();
            String room = peers.awaitRoom("voice-ai-call-");
            String caller = "sip_+15550199";
            try (OurParticipant agent = OurParticipant.join(peers, room, "agent-7", AudioCodec.PCMU, 0)) {
                assertThat(ask(agent, caller, "lk.sip.GetRemoteHeaders", "{\"include\":[\"X-Customer\"]}"))
                        .isEqualTo("{\"headers\":{\"x-customer\":\"4711\"}}");
                CompletableFuture<String> transferred =
                        asking(agent, caller, "earshot.sip.Transfer", "{\"transferTo\":\"sip:bob@127.0.0.1\"}");
                assertThat(phone.awaitRefer(10)).isEqualTo("<sip:bob@127.0.0.1>");
                assertThat(transferred.get(10, TimeUnit.SECONDS)).isEqualTo("{}");
                assertThat(phone.awaitBye(10)).contains("Q.850;cause=16");
            }
            Peers.untilTrue("no call", () -> node.bridge.calls() == 0);
        }
    }

    @Test
    void shouldHangUpForAParticipantWithItsHeaders() throws Exception {
        peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
        try (BridgeUnderTest node = Nodes.gateway(peers);
                TonePhone phone = new TonePhone(node.sipPort(), NUMBER)) {
            phone.dial();
            String room = peers.awaitRoom("voice-ai-call-");
            try (OurParticipant guest = OurParticipant.join(peers, room, "guest", AudioCodec.PCMU, 0)) {
                asking(guest, "sip_+15550199", "lk.sip.EndCall", "{\"headers\":{\"X-Why\":\"done\"}}");
                assertThat(phone.awaitBye(10)).contains("X-Why: done");
            }
        }
    }

    @Test
    void shouldHangUpWhenTheCallerIsRemovedAndCloseTheRoomWhenItWasTheLast() throws Exception {
        peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
        try (BridgeUnderTest node = Nodes.gateway(peers)) {
            try (TonePhone phone = new TonePhone(node.sipPort(), NUMBER)) {
                phone.dial();
                String room = peers.awaitRoom("voice-ai-call-");
                peers.api()
                        .call(
                                "RoomService",
                                "RemoveParticipant",
                                room,
                                Map.of("room", room, "identity", "sip_+15550199"));
                phone.awaitBye(10);
            }
            try (TonePhone phone = new TonePhone(node.sipPort(), NUMBER).from("+15550103")) {
                phone.dial();
                phone.hangUp();
                Peers.untilTrue("the rooms' end", () -> peers.rooms().isEmpty());
                assertThat(node.metric("earshot_gateway_rooms_closed_total")).isPositive();
            }
        }
    }

    @Test
    void shouldAnswerWhileTheRoomIsJoined() throws Exception {
        peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
        try (BridgeUnderTest node = Nodes.gateway(peers)) {
            double[] ms = new double[CALLS];
            for (int i = 0; i < CALLS; i++) {
                try (TonePhone phone = new TonePhone(node.sipPort(), NUMBER).from("+1555020" + i)) {
                    ms[i] = phone.dial();
                    phone.hangUp();
                }
            }
            double first = ms[0];
            Arrays.sort(ms);
            System.out.printf(
                    "INVITE to 200 through the gateway: %.0f ms at first, then %.0f ms at the median, %.0f ms at most of %d%n",
                    first, ms[CALLS / 2], ms[CALLS - 1], CALLS);
            assertThat(ms[CALLS / 2]).isLessThan(1_000);
        }
    }

    @Test
    void shouldSayWhyItCannotTakeACall() throws Exception {
        peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
        try (BridgeUnderTest node = Nodes.gateway(peers);
                TonePhone stranger = new TonePhone(node.sipPort(), "+15550777")) {
            assertThat(TonePhone.status(stranger.refused())).isEqualTo(404);
            peers.server.close();
            try (TonePhone phone = new TonePhone(node.sipPort(), NUMBER)) {
                String answer = phone.refused();
                assertThat(TonePhone.status(answer)).isEqualTo(503);
                assertThat(TonePhone.field(answer, "Retry-After")).isNotEmpty();
            }
        }
    }

    @Test
    void shouldNotTryAgainWithAKeyThatTheServerRefuses() throws Exception {
        try (BridgeUnderTest node = Nodes.gateway(
                        peers, "gateway.dispatch=template", "livekit.api_secret=" + "another-secret-".repeat(3));
                TonePhone phone = new TonePhone(node.sipPort(), NUMBER)) {
            assertThat(TonePhone.status(phone.refused())).isEqualTo(500);
            assertThat(node.metric("earshot_gateway_joins_total", "outcome=\"wrong_secret\""))
                    .isEqualTo(1);
        }
    }

    private void takeCallsWithPin(String pin) throws Exception {
        JsonNode trunk = peers.api()
                .call(
                        "SIP",
                        "CreateSIPInboundTrunk",
                        "",
                        Map.of("trunk", Map.of("name", "conferences", "numbers", List.of(NUMBER))));
        String trunkId =
                trunk.path("sip_trunk_id").asText(trunk.path("sipTrunkId").asText());
        Map<String, ?> room = Map.of("dispatchRuleDirect", Map.of("roomName", "conference", "pin", pin));
        peers.api()
                .call(
                        "SIP",
                        "CreateSIPDispatchRule",
                        "",
                        Map.of("dispatchRule", Map.of("name", "pin", "trunkIds", List.of(trunkId), "rule", room)));
    }

    /** Calls and presses these keys, each of which takes 160 ms. */
    private static void enter(TonePhone phone, String keys) throws Exception {
        phone.dial();
        for (char key : keys.toCharArray()) {
            phone.media.press(key);
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    /** From the first loud packet that one telephone sends to the first loud one that the other gets; the median of five. */
    private static double journeyMs(TonePhone from, TonePhone to) throws Exception {
        double[] ms = new double[5];
        to.media.listen(1_000);
        for (int i = 0; i < ms.length; i++) {
            to.media.forgetOnsets();
            from.media.beep(1_000, 200);
            long heardNs = to.media.awaitOnsetNs(10);
            ms[i] = (heardNs - from.media.soundedNs()) / 1e6;
            to.media.listen(700);
        }
        Arrays.sort(ms);
        return ms[ms.length / 2];
    }

    private static boolean heardTogether(TonePhone phone, double one, double other) throws Exception {
        for (int i = 0; i < 10; i++) {
            short[] heard = phone.media.listen(500);
            if (strength(heard, one) > 300 && strength(heard, other) > 300) {
                return true;
            }
        }
        return false;
    }

    /** Amplitude of one frequency (Goertzel). */
    private static double strength(short[] samples, double hz) {
        double turn = 2 * Math.PI * hz / ToneMedia.RATE;
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < samples.length; i++) {
            real += samples[i] * Math.cos(turn * i);
            imaginary += samples[i] * Math.sin(turn * i);
        }
        return 2 * Math.hypot(real, imaginary) / samples.length;
    }

    private static String ask(OurParticipant who, String whom, String method, String payload) throws Exception {
        return asking(who, whom, method, payload).get(10, TimeUnit.SECONDS);
    }

    private static CompletableFuture<String> asking(OurParticipant who, String whom, String method, String payload)
            throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        who.inRoom(room -> {
            room.performRpc(whom, method, payload, Duration.ofSeconds(10), new RpcAnswer() {
                @Override
                public void onResult(String result) {
                    answer.complete(result);
                }

                @Override
                public void onError(RpcError error) {
                    answer.completeExceptionally(new AssertionError(error.toString()));
                }
            });
            return answer;
        });
        return answer;
    }
}
