package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentTurnTest {
    private final TestCall call = new TestCall(true);

    private void listening() {
        call.listening(AgentConfig.defaults());
    }

    @Test
    void shouldPlayGreetingFromFirstPacketAfterAnswer() {
        call.prepare(AgentConfig.defaults());
        call.pass(400);
        assertThat(call.packetsHeard).isZero();

        call.answer().pass(20);

        assertThat(call.packetsHeard).isEqualTo(1);
        assertThat(call.agent.state()).isEqualTo(AgentState.GREETING);
    }

    @Test
    void shouldListenOnceGreetingWasPlayed() {
        listening();

        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
        assertThat(call.agentLines()).containsExactly("Hello, how can I help you?");
        assertThat(call.turns).extracting(TurnRecord::turnClass).containsExactly(TurnClass.GREETING);
    }

    @Test
    void shouldAnswerTurnAndRecordItsStagesFromTheWire() {
        listening();
        call.model.answer = "It is noon. The sun is high.";
        call.say("What time is it?");
        long decidedNs = call.now();
        call.pass(2_000);

        TurnRecord turn = call.turns.getLast();
        assertThat(turn.turnClass()).isEqualTo(TurnClass.ANSWERED);
        assertThat(turn.startNs()).isEqualTo(call.lastSpeechNs);
        assertThat(turn.stageNs(Stage.VAD_END) + turn.stageNs(Stage.END_OF_TURN))
                .isEqualTo(decidedNs - call.lastSpeechNs);
        assertThat(turn.stageNs(Stage.FIRST_TOKEN)).isEqualTo(200_000_000L);
        assertThat(turn.stageNs(Stage.FIRST_AUDIO)).isEqualTo(100_000_000L);
        assertThat(turn.unexplainedNs()).isZero();
        assertThat(call.agentLines()).contains("It is noon. The sun is high.");
    }

    @Test
    void shouldGiveModelTheConversationSoFar() {
        listening();
        call.model.answer = "It is noon.";
        call.say("What time is it?").pass(1_500);
        call.say("Thank you.").pass(20);

        assertThat(call.lastMessages())
                .containsExactly(
                        new ChatMessage.Assistant("Hello, how can I help you?", List.of()),
                        new ChatMessage.User("What time is it?"),
                        new ChatMessage.Assistant("It is noon.", List.of()),
                        new ChatMessage.User("Thank you."));
    }
}
