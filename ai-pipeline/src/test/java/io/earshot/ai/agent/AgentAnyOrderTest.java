package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.llm.ToolSpec;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.stt.SttEvent;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls in which everything happens in any order: nothing may be thrown, leaked, lost or counted twice. */
class AgentAnyOrderTest {
    private static final String[] TEXTS = {"", "Yes.", "uh-huh", "What time is it?", "No wait, tell me more about it."};

    private final CompletableFuture<String> never = new CompletableFuture<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepItsPromisesInAnyOrderOfEvents(boolean recogniserDecides) {
        Set<TurnClass> seen = EnumSet.noneOf(TurnClass.class);
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            TestCall call = new TestCall(recogniserDecides);
            call.tools.add(new SlowTool());
            call.prepare(
                    seed % 3 == 0
                            ? TestConfig.with(Outage.defaults().giving(3, "sip:desk@example.org"))
                            : AgentConfig.defaults());
            call.pass(20 * random.nextInt(20)).answer();
            for (int step = 0; step < 120 && call.agent.state() != AgentState.ENDED; step++) {
                happen(call, random);
                call.pass(20 * random.nextInt(40));
            }
            call.agent.end(EndReason.CALL_ENDED);
            call.pass(2_000);
            check(call, seed);
            call.turns.forEach(turn -> seen.add(turn.turnClass()));
        }
        assertThat(seen)
                .contains(
                        TurnClass.ANSWERED,
                        TurnClass.TOOL,
                        TurnClass.INTERRUPTED,
                        TurnClass.OVERTAKEN,
                        TurnClass.UNANSWERED,
                        TurnClass.DTMF,
                        TurnClass.GREETING,
                        TurnClass.NOTICE);
    }

    private void happen(TestCall call, Random random) {
        int request = call.model.requests.size() - 1;
        boolean asked = request >= 0 && !call.model.cancelled.get(request);
        String text = TEXTS[random.nextInt(TEXTS.length)];
        switch (random.nextInt(16)) {
            case 0, 1 -> call.speak(20 * (1 + random.nextInt(60)));
            case 2, 3 -> call.stt(new SttEvent.Interim(text));
            case 4, 5 -> call.stt(new SttEvent.EndOfTurn(text));
            case 6 -> call.stt(new SttEvent.EagerEndOfTurn(text, 0.5));
            case 7 -> call.stt(new SttEvent.TurnResumed());
            case 8 -> call.stt(new SttEvent.Final(text));
            case 9, 10, 11 -> {
                if (asked) {
                    call.model.token(request, "This is an answer. It has more than one sentence, ");
                    finish(call, request, random);
                }
            }
            case 12 -> {
                if (asked && random.nextInt(4) == 0) {
                    call.model.fail(request, ProviderFailure.Kind.SERVER_ERROR);
                }
            }
            case 13 -> call.agent.onDtmf("0123456789*#".charAt(random.nextInt(12)), 100);
            case 14 -> call.voice.failing = random.nextInt(10) == 0;
            default -> {
                call.agent.hold();
                call.pass(20 * random.nextInt(20));
                call.agent.resume();
            }
        }
    }

    private static void finish(TestCall call, int request, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> call.model.finish(request, new ToolCall("t" + request, "slow", "{}"));
            case 1 -> call.model.finish(request, new ToolCall("t" + request, "send_dtmf", "{\"digits\":\"1\"}"));
            case 2 -> {}
            default -> call.model.finish(request);
        }
    }

    private static void check(TestCall call, int seed) {
        assertThat(call.agent.state()).as("seed %d", seed).isEqualTo(AgentState.ENDED);
        assertThat(call.voice.given).as("seed %d", seed).allMatch(audio -> audio.refCnt() == 0);
        List<Integer> turns = call.turns.stream()
                .filter(t -> t.turnClass() != TurnClass.FILLER)
                .map(TurnRecord::turn)
                .sorted()
                .toList();
        assertThat(turns)
                .as("seed %d", seed)
                .isEqualTo(IntStream.range(0, turns.size()).boxed().toList());
        assertThat(call.model.cancelled.size()).isEqualTo(call.model.requests.size());
        for (TurnRecord turn : call.turns) {
            long sum = turn.unexplainedNs();
            for (Stage stage : Stage.values()) {
                sum += turn.stageNs(stage);
            }
            assertThat(sum).isEqualTo(turn.totalNs());
        }
    }

    private final class SlowTool implements Tool {
        @Override
        public ToolSpec spec() {
            return new ToolSpec("slow", "never answers", "{}");
        }

        @Override
        public CompletionStage<String> call(String callId, String arguments) {
            return never;
        }
    }
}
