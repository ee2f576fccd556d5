package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.OutsideTurn;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.SipStep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can happen in a call from its answer to its end, seen by the caller and in the bridge's record. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CallLifecycleTest {
    private static final String COLLEAGUE = "sip:colleague@127.0.0.1:5999";
    private static final double MOST_SILENCING_MS = 250;

    private static BridgeUnderTest bridge;

    @BeforeAll
    static void open() throws Exception {
        bridge = BridgeUnderTest.start("agent.transfer_targets=[{name: operator, uri: '" + COLLEAGUE + "'}]");
    }

    @AfterAll
    static void close() {
        bridge.close();
    }

    @Test
    void shouldFallSilentWhenTheCallerInterrupts() throws Exception {
        CallOutcome outside = bridge.call(bridge.plan(
                Phrases.recorded("opening-hours", new Cue.Turn()),
                Phrases.recorded("stop-please", new Cue.Interruption(1_300))));
        JsonNode inside = bridge.endedCall(outside.callId());

        OutsideTurn interruption = outside.turns().get(1);
        assertThat(interruption.interruption()).isTrue();
        assertThat(interruption.stopMs()).isLessThanOrEqualTo(MOST_SILENCING_MS);
        assertThat(inside.path("bargeIns")).anySatisfy(bargeIn -> {
            assertThat(bargeIn.path("confirmed").asBoolean()).isTrue();
            assertThat(bargeIn.path("silenceMs").asDouble()).isBetween(0.0, MOST_SILENCING_MS);
        });
        assertThat(BridgeUnderTest.said(inside, "caller"))
                .containsExactly(BridgeUnderTest.OPENING_HOURS, "Wait, stop, I have another question.");
        assertThat(BridgeUnderTest.said(inside, "agent").getLast())
                .isEqualTo("Of course. What would you like to know?");
        assertThat(inside.path("transcript"))
                .filteredOn(line -> line.path("interrupted").asBoolean())
                .singleElement()
                .satisfies(line -> assertThat(line.path("text").asText()).startsWith("On Saturday"));
    }

    @Test
    void shouldHearKeysSentAsTelephoneEvents() throws Exception {
        CallPlan quiet = bridge.plan();
        CallPlan pressing = new CallPlan(
                quiet.target(),
                quiet.from(),
                "UDP",
                quiet.codecs(),
                20,
                List.of(),
                "12#",
                quiet.ringing(),
                Duration.ofSeconds(4),
                null,
                null);

        CallOutcome outside = bridge.call(pressing);

        assertThat(outside.trouble()).isEmpty();
        assertThat(BridgeUnderTest.said(bridge.endedCall(outside.callId()), "caller"))
                .containsExactly("[dtmf 12#]");
    }

    @Test
    void shouldHearKeysSentByInfo() throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.call();
            press(phone, "application/dtmf-relay", "Signal=7\r\nDuration=160\r\n");
            press(phone, "application/dtmf", "#");

            BridgeUnderTest.untilTrue(
                    "the keys in the transcript",
                    () -> BridgeUnderTest.said(bridge.callRecord(phone.callId), "caller")
                            .equals(List.of("[dtmf 7#]")));
            assertThat(HandPhone.status(phone.request("BYE", "", ""))).isEqualTo(200);
        }
    }

    @Test
    void shouldHangUpOnlyAfterTheLastWordWasPlayed() throws Exception {
        CallOutcome outside = bridge.call(bridge.plan(Phrases.recorded("goodbye", new Cue.Turn())));
        JsonNode inside = bridge.endedCall(outside.callId());

        assertThat(outside.endedBy()).isEqualTo("agent");
        assertThat(inside.path("end").path("reason").asText()).isEqualTo("agent_hung_up");
        assertThat(inside.path("end").path("by").asText()).isEqualTo("agent");
        JsonNode last = inside.path("transcript").get(inside.path("transcript").size() - 1);
        assertThat(last.path("speaker").asText()).isEqualTo("agent");
        assertThat(last.path("text").asText()).endsWith("Goodbye.");
        assertThat(last.path("interrupted").asBoolean()).isFalse();
        SipStep bye = outside.ladder().stream()
                .filter(step -> step.text().equals("BYE"))
                .findFirst()
                .orElseThrow();
        assertThat(bye.outgoing()).isFalse();
        assertThat(bye.atMs() - outside.agentSpeech().getLast().endMs()).isBetween(0.0, 1_500.0);
        double farewellMs = outside.agentSpeech().getLast().endMs()
                - outside.turns().getFirst().answerMs();
        assertThat(farewellMs).isGreaterThan(1_000);
    }

    @Test
    void shouldHandTheCallerOverByRefer() throws Exception {
        try (HandPhone phone = new HandPhone(bridge.sipPort(), "agent")) {
            phone.call();
            CompletableFuture<Void> speech = CompletableFuture.runAsync(() -> ask(phone, "human", 12_000));

            String refer = phone.expect("REFER", "202 Accepted");
            assertThat(HandPhone.header(refer, "Refer-To")).contains(COLLEAGUE);
            assertThat(BridgeUnderTest.said(bridge.callRecord(phone.callId), "agent")
                            .getLast())
                    .contains("put you through");
            notify(phone, "active;expires=60", "SIP/2.0 100 Trying");
            notify(phone, "terminated;reason=noresource", "SIP/2.0 200 OK");
            phone.expect("BYE", "200 OK");

            JsonNode end = bridge.endedCall(phone.callId).path("end");
            assertThat(end.path("reason").asText()).isEqualTo("transferred");
            assertThat(end.path("detail").asText()).isEqualTo(COLLEAGUE);
            speech.cancel(true);
        }
    }

    @Test
    void shouldEndCallsWithoutMediaButNotWhileTheyAreOnHold() throws Exception {
        try (BridgeUnderTest impatient =
                        BridgeUnderTest.start("media.first_packet_timeout=1500ms", "media.timeout=1500ms");
                HandPhone held = new HandPhone(impatient.sipPort(), "agent")) {
            held.call();
            held.speak(new byte[0], 200);
            String answer = held.reinvite("a=sendonly");
            assertThat(HandPhone.status(answer)).isEqualTo(200);
            assertThat(answer).contains("a=recvonly");
            held.countRtp(300);

            expectMediaTimeout(impatient);
            expectMediaTimeout(impatient);

            assertThat(held.countRtp(100))
                    .as("packets of the agent while on hold")
                    .isZero();
            assertThat(impatient.callRecord(held.callId).path("state").asText()).isEqualTo("talking");
            assertThat(held.reinvite("a=sendrecv")).contains("a=sendrecv");
            held.expect("BYE", "200 OK");
            assertMediaTimeout(impatient, held);
        }
    }

    @Test
    void shouldEndTheCallAtItsLongestTimeAndSaySoBefore() throws Exception {
        try (BridgeUnderTest brief = BridgeUnderTest.start("agent.max_call_seconds=9", "agent.warn_seconds=5")) {
            CallOutcome outside = brief.call(brief.plan());
            JsonNode inside = brief.endedCall(outside.callId());

            assertThat(outside.endedBy()).isEqualTo("agent");
            assertThat(inside.path("end").path("reason").asText()).isEqualTo("maximum_time");
            assertThat(BridgeUnderTest.said(inside, "agent"))
                    .containsExactly(
                            "Hello, how can I help you?",
                            "We have to finish this call in a moment.",
                            "Thank you for calling. Goodbye.");
            assertThat(outside.endedMs() - outside.answeredMs()).isBetween(9_000.0, 15_000.0);
        }
    }

    private static void expectMediaTimeout(BridgeUnderTest impatient) throws Exception {
        try (HandPhone mute = new HandPhone(impatient.sipPort(), "agent")) {
            mute.call();
            mute.expect("BYE", "200 OK");
            assertMediaTimeout(impatient, mute);
        }
    }

    private static void assertMediaTimeout(BridgeUnderTest impatient, HandPhone phone) throws Exception {
        JsonNode end = impatient.endedCall(phone.callId).path("end");
        assertThat(end.path("reason").asText()).isEqualTo("media_timeout");
        assertThat(end.path("by").asText()).isEqualTo("bridge");
    }

    private static void press(HandPhone phone, String type, String body) throws Exception {
        String response = phone.request("INFO", "Content-Type: " + type + "\r\n", body);
        assertThat(HandPhone.status(response)).isEqualTo(200);
    }

    private static void notify(HandPhone phone, String subscription, String fragment) throws Exception {
        String headers = "Event: refer\r\nSubscription-State: " + subscription
                + "\r\nContent-Type: message/sipfrag;version=2.0\r\n";
        assertThat(HandPhone.status(phone.request("NOTIFY", headers, fragment + "\r\n")))
                .isEqualTo(200);
    }

    /** Waits out the greeting, asks, and goes on sending silence. */
    private static void ask(HandPhone phone, String phrase, int thenMs) {
        try {
            phone.speak(new byte[0], 3_500);
            phone.speak(HandPhone.mulaw(Phrases.recorded(phrase, new Cue.Turn())), thenMs);
        } catch (Exception e) {
            // The call is over and its socket closed.
        }
    }
}
