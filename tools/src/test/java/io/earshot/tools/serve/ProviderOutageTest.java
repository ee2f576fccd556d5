package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.simulate.behaviour.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers fail in every way while calls go on: the caller always hears something, and other calls notice nothing. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProviderOutageTest {
    /** One of each kind: at the door, and inside the first four answers. */
    private static final List<String> KINDS =
            List.of("refuse", "stall", "disconnect,after=1", "error,after=2", "garbage,after=3");

    private static final int CALLS = 7;
    /** Endpointing, a stage that fails after its configured 1.5 s, another attempt, and several times that for slow machines. */
    private static final double MOST_WAITING_MS = 15_000;

    private static final String[] IMPATIENT = {
        "agent.timeouts.first_token_ms=1500",
        "agent.timeouts.model_stall_ms=1500",
        "agent.timeouts.first_audio_ms=1500",
        "agent.timeouts.voice_stall_ms=1500",
        "agent.turn.max_silence_ms=2000",
        "stt.flux.stream.stall=1500ms",
        "stt.deepgram.stream.stall=1500ms",
    };

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {"deepgram", "groq", "cartesia"})
    void shouldAnswerEveryCallerWhateverFailsOnce(String service) throws Exception {
        try (BridgeUnderTest bridge = BridgeUnderTest.start(IMPATIENT)) {
            bridge.simulators
                    .faults()
                    .replace(KINDS.stream()
                            .map(kind -> Fault.parse(service + ":" + kind + ",times=1"))
                            .toList());
            List<CompletableFuture<CallOutcome>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(bridge.place(questions(bridge)));
            }

            int untouched = 0;
            for (CompletableFuture<CallOutcome> call : calls) {
                CallOutcome outside = call.get(60, TimeUnit.SECONDS);
                JsonNode inside = bridge.endedCall(outside.callId());
                assertServed(outside, inside);
                untouched += inside.path("providerFailures").isEmpty() && isWhole(inside) ? 1 : 0;
            }

            assertThat(untouched).as("calls without a failure").isGreaterThanOrEqualTo(CALLS - mostTouched(service));
            for (String kind : KINDS) {
                String name = service + ".faults." + kind.replaceFirst(",.*", "");
                assertThat(bridge.simulators.stats().counted(name)).as(name).isOne();
            }
            assertThat(failuresInMetrics(bridge)).isPositive();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void shouldApologiseAndEndTheCallPolitelyWhenAProviderIsGone() throws Exception {
        List<CompletableFuture<Void>> outages = new ArrayList<>();
        for (String service : List.of("deepgram", "groq", "cartesia")) {
            outages.add(CompletableFuture.runAsync(() -> callWithout(service)));
        }
        for (CompletableFuture<Void> outage : outages) {
            outage.get(90, TimeUnit.SECONDS);
        }
    }

    private static void callWithout(String service) {
        try (BridgeUnderTest bridge = BridgeUnderTest.start(IMPATIENT)) {
            bridge.simulators
                    .faults()
                    .replace(List.of(Fault.parse(service + ":refuse"), Fault.parse(service + ":disconnect")));
            // With more to say, the caller does not hang up of their own accord.
            CallPlan longer = bridge.plan(
                    Phrases.recorded("no-thanks", new Cue.Turn()),
                    Phrases.recorded("yes-please", new Cue.Turn()),
                    Phrases.recorded("goodbye", new Cue.Turn()));
            CallOutcome outside = bridge.call(longer);
            JsonNode inside = bridge.endedCall(outside.callId());

            assertThat(outside.endedBy()).as("%s: %s", service, inside).isEqualTo("agent");
            assertThat(inside.path("end").path("reason").asText()).isEqualTo("providers_failed");
            assertThat(inside.path("providerFailures")).isNotEmpty();
            List<String> said = BridgeUnderTest.said(inside, "agent");
            assertThat(said.getFirst()).startsWith("Hello, how can I help");
            assertThat(said.getLast()).startsWith("I am sorry, I cannot help you");
            assertThat(outside.agentSpeech().getLast().endMs()).isLessThan(outside.endedMs());
            assertThat(failuresInMetrics(bridge)).isPositive();
        } catch (Exception e) {
            throw new AssertionError(service, e);
        }
    }

    /**
     * A fault strikes one call each, but where calls share a connection to a vendor: what breaks it is met by all that speak on it at
     * that moment, which may be all.
     */
    private static int mostTouched(String service) {
        return service.equals("cartesia") ? CALLS : KINDS.size();
    }

    /** The caller heard something after each thing said, and hung up because nothing was left to say. */
    private static void assertServed(CallOutcome outside, JsonNode inside) {
        assertThat(outside.turns())
                .as("%s", inside)
                .hasSize(2)
                .allSatisfy(turn -> assertThat(turn.audibleGapMs()).isBetween(0.0, MOST_WAITING_MS));
        assertThat(outside.endedBy()).as("%s", inside).isEqualTo("caller");
    }

    private static boolean isWhole(JsonNode inside) {
        return BridgeUnderTest.said(inside, "caller").equals(List.of("No, thank you.", "Yes, please."))
                && BridgeUnderTest.said(inside, "agent").size() == 3;
    }

    private static CallPlan questions(BridgeUnderTest bridge) throws IOException {
        return bridge.plan(
                Phrases.recorded("no-thanks", new Cue.Turn()), Phrases.recorded("yes-please", new Cue.Turn()));
    }

    private static double failuresInMetrics(BridgeUnderTest bridge) throws Exception {
        double failures = 0;
        for (String event :
                List.of("connect_failed", "disconnected", "timed_out", "error_message", "malformed_message")) {
            failures += bridge.metric("earshot_provider_events_total", "event=\"" + event + "\"");
        }
        return failures;
    }
}
