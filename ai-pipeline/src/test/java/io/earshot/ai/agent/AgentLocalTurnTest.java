package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.stt.SttEvent;
import org.junit.jupiter.api.Test;

class AgentLocalTurnTest {
    private final TestCall call = new TestCall(false);

    @Test
    void shouldAskForTheTextAfterEnoughSilence() {
        call.listening(AgentConfig.defaults());
        call.speak(1_000).pass(480);
        assertThat(call.ears.endTurns).isZero();

        call.pass(40);

        assertThat(call.ears.endTurns).isEqualTo(1);
        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
    }

    @Test
    void shouldReplyToTheFinalText() {
        call.listening(AgentConfig.defaults());
        call.model.answer = "It is noon.";
        call.speak(1_000).pass(520);
        call.pass(80).stt(new SttEvent.Final("What time is it?"));
        call.pass(1_500);

        TurnRecord turn = call.lastTurn();
        assertThat(turn.turnClass()).isEqualTo(TurnClass.ANSWERED);
        assertThat(turn.stageNs(Stage.VAD_END)).isEqualTo(200_000_000L);
        assertThat(turn.stageNs(Stage.VAD_END) + turn.stageNs(Stage.END_OF_TURN))
                .isEqualTo(500_000_000L);
        assertThat(turn.stageNs(Stage.FINAL_TRANSCRIPT)).isEqualTo(100_000_000L);
    }

    @Test
    void shouldGoOnWithWhatItHasWhenTheFinalTextStaysAway() {
        call.listening(AgentConfig.defaults());
        call.speak(1_000).stt(new SttEvent.Interim("what time is it"));
        call.pass(1_980);
        assertThat(call.model.requests).isEmpty();
        call.pass(60);

        assertThat(call.lastMessages().getLast()).isEqualTo(new ChatMessage.User("what time is it"));
        call.stt(new SttEvent.Final("What time is it?"));
        assertThat(call.model.requests).hasSize(1);
        assertThat(call.agent.state()).isEqualTo(AgentState.THINKING);
    }

    @Test
    void shouldWaitOnWhenCallerGoesOnSpeaking() {
        call.listening(AgentConfig.defaults());
        call.speak(1_000).pass(520);
        call.speak(600).stt(new SttEvent.Final("I would like"));
        assertThat(call.model.requests).isEmpty();
        call.pass(520).stt(new SttEvent.Final("I would like a taxi."));

        assertThat(call.lastMessages().getLast()).isEqualTo(new ChatMessage.User("I would like a taxi."));
    }

    @Test
    void shouldJoinTurnsThatTheRecogniserCutInTwo() {
        call.listening(AgentConfig.defaults());
        call.speak(500).stt(new SttEvent.EndOfTurn("I would like"));
        call.pass(200).speak(500);
        call.pass(520).stt(new SttEvent.Final("a taxi."));

        assertThat(call.lastMessages().getLast()).isEqualTo(new ChatMessage.User("I would like a taxi."));
    }

    @Test
    void shouldRecordSpeechThatNobodyUnderstood() {
        call.listening(AgentConfig.defaults());
        call.speak(1_000).pass(2_100);

        assertThat(call.lastTurn().turnClass()).isEqualTo(TurnClass.UNINTELLIGIBLE);
        assertThat(call.lastTurn().stageNs(Stage.FINAL_TRANSCRIPT)).isGreaterThan(1_400_000_000L);
        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
    }

    @Test
    void shouldNotTakeShortNoiseForATurn() {
        call.listening(AgentConfig.defaults());
        call.speak(120).pass(2_100);

        assertThat(call.turns).hasSize(1);
    }
}
