package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.llm.ToolSpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AgentToolTest {
    private static final ToolCall WEATHER = new ToolCall("c1", "weather", "{\"city\":\"Rome\"}");

    private final TestCall call = new TestCall(true);
    private final CompletableFuture<String> result = new CompletableFuture<>();
    private String asked;

    private void thinking(AgentConfig config) {
        call.tools.add(new Tool() {
            @Override
            public ToolSpec spec() {
                return new ToolSpec("weather", "tells the weather", "{\"type\":\"object\"}");
            }

            @Override
            public CompletionStage<String> call(String callId, String arguments) {
                asked = callId + " " + arguments;
                return result;
            }
        });
        call.listening(config);
        call.say("Is it raining in Rome?").pass(100);
    }

    private List<String> toolNames() {
        return call.model.requests.getLast().tools().stream()
                .map(ToolSpec::name)
                .toList();
    }

    @Test
    void shouldOfferBuiltInAndApplicationTools() {
        thinking(AgentConfig.defaults());

        assertThat(toolNames()).containsExactly("hang_up", "send_dtmf", "weather");
    }

    @Test
    void shouldGiveResultBackToTheModelAndSpeakItsAnswer() {
        thinking(AgentConfig.defaults());
        call.model.finish(0, WEATHER);
        assertThat(asked).isEqualTo("call-1 {\"city\":\"Rome\"}");
        call.pass(300);
        result.complete("{\"rain\":false}");
        call.pass(20);
        call.model.token(1, "No, it is dry.");
        call.model.finish(1);
        call.pass(1_000);

        assertThat(call.lastMessages())
                .endsWith(
                        new ChatMessage.Assistant("", List.of(WEATHER)),
                        new ChatMessage.ToolResult("c1", "{\"rain\":false}"));
        TurnRecord turn = call.lastTurn();
        assertThat(turn.turnClass()).isEqualTo(TurnClass.TOOL);
        assertThat(turn.stageNs(Stage.TOOLS)).isGreaterThanOrEqualTo(400_000_000L);
        assertThat(turn.unexplainedNs()).isZero();
        assertThat(call.agentLines().getLast()).isEqualTo("No, it is dry.");
    }

    @Test
    void shouldBridgeSlowToolWithASentence() {
        thinking(AgentConfig.defaults());
        call.model.finish(0, WEATHER);
        call.pass(1_500);
        assertThat(call.turns).extracting(TurnRecord::turnClass).contains(TurnClass.FILLER);
        result.complete("dry");
        call.pass(20);
        call.model.token(1, "It is dry.");
        call.model.finish(1);
        call.pass(2_000);

        assertThat(call.agentLines()).endsWith("One moment, please.", "It is dry.");
        assertThat(call.turns)
                .extracting(TurnRecord::turnClass)
                .containsExactly(TurnClass.GREETING, TurnClass.FILLER, TurnClass.TOOL);
        assertThat(call.turns.get(1).unexplainedNs()).isZero();
        assertThat(call.turns.get(2).totalNs()).isGreaterThan(call.turns.get(1).totalNs());
    }

    @Test
    void shouldTellTheModelOfFailedTool() {
        thinking(AgentConfig.defaults());
        call.model.finish(0, WEATHER);
        result.completeExceptionally(new IllegalStateException("secret detail"));
        call.pass(20);

        assertThat(call.lastMessages().getLast())
                .isEqualTo(new ChatMessage.ToolResult("c1", "{\"error\":\"the tool failed\"}"));
    }

    @Test
    void shouldGoOnWithoutToolThatIsTooSlow() {
        thinking(AgentConfig.defaults());
        call.model.finish(0, WEATHER);
        call.pass(10_040);

        assertThat(call.lastMessages().getLast())
                .isEqualTo(new ChatMessage.ToolResult("c1", "{\"error\":\"timed out\"}"));
        result.complete("too late");
        call.pass(20);
        assertThat(call.model.requests).hasSize(2);
    }

    @Test
    void shouldTellTheModelOfToolThatDoesNotExist() {
        thinking(AgentConfig.defaults());
        call.model.finish(0, new ToolCall("c9", "rm_rf", "{}"));

        assertThat(call.lastMessages().getLast())
                .isEqualTo(new ChatMessage.ToolResult("c9", "{\"error\":\"no such tool\"}"));
    }

    @Test
    void shouldStopOfferingToolsAfterTheLastRound() {
        thinking(AgentConfig.defaults());
        for (int round = 0; round < 5; round++) {
            call.model.finish(round, new ToolCall("k" + round, "send_dtmf", "{\"digits\":\"1\"}"));
        }

        assertThat(call.model.requests).hasSize(6);
        assertThat(toolNames()).isEmpty();
    }

    @Test
    void shouldHangUpAfterTheLastWordWasPlayed() {
        thinking(AgentConfig.defaults());
        call.model.token(0, "Goodbye then.");
        call.model.finish(0, new ToolCall("c1", "hang_up", "{}"));
        while (call.hungUp == null) {
            assertThat(call.now() - call.lastSpeechNs).isLessThan(5_000_000_000L);
            call.pass(20);
        }

        assertThat(call.hungUp).isEqualTo(EndReason.AGENT_HUNG_UP);
        assertThat(call.agentLines().getLast()).isEqualTo("Goodbye then.");
        assertThat(call.now() - call.lastPacketNs).isBetween(180_000_000L, 240_000_000L);
        assertThat(call.agent.state()).isEqualTo(AgentState.ENDED);
    }

    @Test
    void shouldSayFarewellWhenTheModelHangsUpWithoutAWord() {
        thinking(AgentConfig.defaults());
        call.model.finish(0, new ToolCall("c1", "hang_up", "{}"));
        call.pass(3_000);

        assertThat(call.agentLines().getLast()).isEqualTo("Thank you for calling. Goodbye.");
        assertThat(call.hungUp).isEqualTo(EndReason.AGENT_HUNG_UP);
    }

    @Test
    void shouldRefuseKeysThatDoNotExist() {
        thinking(AgentConfig.defaults());
        call.model.finish(0, new ToolCall("c1", "send_dtmf", "{\"digits\":\"12;x\"}"));

        assertThat(call.keys).isEmpty();
        assertThat(((ChatMessage.ToolResult) call.lastMessages().getLast()).content())
                .contains("error");
    }

    @Test
    void shouldTransferToNamedTargetAfterTheLastWord() {
        thinking(TestConfig.with(new TransferTarget("sales", "sip:sales@example.org")));
        call.model.token(0, "I connect you with sales.");
        call.model.finish(0, new ToolCall("c1", "transfer_call", "{\"target\":\"sales\"}"));
        assertThat(call.transfers).isEmpty();
        call.pass(1_500);

        assertThat(call.transfers).containsExactly("sip:sales@example.org");
        assertThat(call.agentLines().getLast()).isEqualTo("I connect you with sales.");
    }

    @Test
    void shouldNotTransferToAddressesOfTheModelsOwn() {
        thinking(TestConfig.with(new TransferTarget("sales", "sip:sales@example.org")));
        call.model.finish(0, new ToolCall("c1", "transfer_call", "{\"target\":\"sip:premium@evil.example\"}"));
        call.pass(500);

        assertThat(call.transfers).isEmpty();
        assertThat(call.lastMessages().getLast())
                .isEqualTo(new ChatMessage.ToolResult("c1", "{\"error\":\"unknown target\"}"));
    }

    @Test
    void shouldTellTheCallerWhenTheTransferFailed() {
        thinking(TestConfig.with(new TransferTarget("sales", "sip:sales@example.org")));
        call.model.finish(0, new ToolCall("c1", "transfer_call", "{\"target\":\"sales\"}"));
        call.pass(500);
        call.agent.transferFailed("busy");

        assertThat(((ChatMessage.User) call.lastMessages().getLast()).text()).contains("busy");
        assertThat(call.agent.state()).isEqualTo(AgentState.THINKING);
    }

    @Test
    void shouldAnswerToolCallsThatWereInterrupted() {
        thinking(AgentConfig.defaults());
        call.model.finish(0, WEATHER);
        call.speak(400).stt(new io.earshot.ai.stt.SttEvent.Interim("never mind"));
        call.stt(new io.earshot.ai.stt.SttEvent.EndOfTurn("Never mind."));

        assertThat(call.lastMessages())
                .contains(new ChatMessage.ToolResult("c1", "{\"error\":\"interrupted by the caller\"}"))
                .endsWith(new ChatMessage.User("Never mind."));
    }
}
