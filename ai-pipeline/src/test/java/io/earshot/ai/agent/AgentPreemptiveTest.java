package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.llm.ToolCall;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.turn.TurnSettings;
import org.junit.jupiter.api.Test;

class AgentPreemptiveTest {
    private final TestCall call = new TestCall(true);

    private void eager(String text) {
        call.speak(1_000).pass(100);
        call.stt(new SttEvent.EagerEndOfTurn(text, 0.5));
    }

    @Test
    void shouldPrepareReplyWithoutLettingItBeHeard() {
        call.listening(AgentConfig.defaults());
        call.model.answer = "It is noon.";
        long heard = call.packetsHeard;
        eager("What time is it?");
        call.pass(600);

        assertThat(call.model.requests).hasSize(1);
        assertThat(call.voice.utterances.getLast().text.toString()).isEqualTo("It is noon.");
        assertThat(call.packetsHeard).isEqualTo(heard);
    }

    @Test
    void shouldSayPreparedReplyAtOnceWhenTheTurnEndsWithTheSameText() {
        call.listening(AgentConfig.defaults());
        call.model.answer = "It is noon.";
        eager("What time is it?");
        call.pass(600);
        long decidedNs = call.now();
        call.stt(new SttEvent.EndOfTurn("What time is it?"));
        call.pass(1_000);

        TurnRecord turn = call.lastTurn();
        assertThat(call.model.requests).hasSize(1);
        assertThat(turn.totalNs()).isEqualTo(decidedNs - call.lastSpeechNs + 20_000_000L);
        assertThat(turn.stageNs(Stage.FIRST_TOKEN)).isZero();
        assertThat(turn.stageNs(Stage.FIRST_AUDIO)).isZero();
        assertThat(turn.unexplainedNs()).isZero();
    }

    @Test
    void shouldThrowPreparedReplyAwayWhenCallerGoesOn() {
        call.listening(AgentConfig.defaults());
        eager("What time is it?");
        call.stt(new SttEvent.TurnResumed());

        assertThat(call.model.cancelled).containsExactly(true);
        call.stt(new SttEvent.EndOfTurn("What time is it in Rome?")).pass(20);
        assertThat(call.lastMessages().getLast()).isEqualTo(new ChatMessage.User("What time is it in Rome?"));
        assertThat(call.turns).hasSize(1);
    }

    @Test
    void shouldAskAgainWhenTheTextChanged() {
        call.listening(AgentConfig.defaults());
        call.model.answer = "It is noon.";
        eager("What time is it?");
        call.pass(500).stt(new SttEvent.EndOfTurn("What time is it now?"));
        call.pass(2_000);

        assertThat(call.model.requests).hasSize(2);
        assertThat(call.agentLines()).containsOnlyOnce("It is noon.");
    }

    @Test
    void shouldCallNoToolBeforeTheTurnIsOver() {
        call.listening(AgentConfig.defaults());
        eager("Press one.");
        call.model.finish(0, new ToolCall("c1", "send_dtmf", "{\"digits\":\"1\"}"));
        assertThat(call.keys).isEmpty();

        call.stt(new SttEvent.EndOfTurn("Press one."));

        assertThat(call.keys).containsExactly("1");
    }

    @Test
    void shouldStartAfreshWhenPreparationFailed() {
        call.listening(AgentConfig.defaults());
        eager("What time is it?");
        call.model.fail(0, io.earshot.ai.provider.ProviderFailure.Kind.RATE_LIMITED);
        call.stt(new SttEvent.EndOfTurn("What time is it?"));

        assertThat(call.model.requests).hasSize(2);
        assertThat(call.agent.state()).isEqualTo(AgentState.THINKING);
    }

    @Test
    void shouldPrepareNothingWhereItIsOff() {
        call.listening(TestConfig.with(new TurnSettings(TurnSettings.Mode.AUTO, 500, 6_000, 1_500, false)));
        eager("What time is it?");

        assertThat(call.model.requests).isEmpty();
    }
}
