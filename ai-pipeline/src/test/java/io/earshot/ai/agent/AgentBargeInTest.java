package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.turn.BargeInSettings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentBargeInTest {
    private static final String LONG_ANSWER =
            "First you open the box. Then you take the cable out. Then you plug it in. At last you press the red button.";

    private final TestCall call = new TestCall(true);

    private void speaking(AgentConfig config) {
        call.listening(config);
        call.model.answer = LONG_ANSWER;
        call.say("How do I start?").pass(1_500);
        assertThat(call.agent.state()).isEqualTo(AgentState.SPEAKING);
        call.firstSpeechNs = 0;
    }

    @Test
    void shouldFallSilentWithinOneFrameOfDetection() {
        speaking(AgentConfig.defaults());

        call.speak(200);

        assertThat(call.agent.state()).isEqualTo(AgentState.INTERRUPTED);
        assertThat(call.lastPacketNs - call.firstSpeechNs).isLessThanOrEqualTo(100_000_000L);
    }

    @Test
    void shouldKeepOnlyWhatWasHeardInHistory() {
        speaking(AgentConfig.defaults());
        call.speak(400).stt(new SttEvent.Interim("wait a moment"));
        call.pass(300).stt(new SttEvent.EndOfTurn("Wait a moment please."));
        call.pass(20);

        String heard = ((ChatMessage.Assistant) call.lastMessages().get(2)).text();
        assertThat(LONG_ANSWER).startsWith(heard);
        assertThat(heard).isNotEmpty().hasSizeLessThan(LONG_ANSWER.length() / 2 + 30);
        assertThat(call.lastMessages().getLast()).isEqualTo(new ChatMessage.User("Wait a moment please."));
        assertThat(call.model.cancelled.getFirst()).isFalse();
        assertThat(call.transcript.stream().filter(TranscriptLine::interrupted)).hasSize(1);
    }

    @Test
    void shouldTruncateToTheWordsWhoseTimesTheVoiceGave() {
        call.voice.wordTimes = true;
        call.listening(AgentConfig.defaults());
        call.model.answer = "One two three four five six seven eight nine ten eleven twelve thirteen.";
        call.say("Count.").pass(360);
        long startedNs = call.lastPacketNs;
        while (call.agent.state() != AgentState.SPEAKING) {
            call.pass(20);
            startedNs = call.lastPacketNs;
        }
        call.pass(700).speak(200);
        int heardMs = (int) ((call.lastPacketNs - startedNs) / 1_000_000L) + TestCall.PTIME_MS;
        call.stt(new SttEvent.Interim("stop that"));

        int chars = heardMs / FakeProviders.Voice.MS_PER_CHAR;
        String heard = call.transcript.getLast().heard();
        assertThat(call.model.answer).startsWith(heard);
        assertThat(heard.length()).isBetween(chars - 6, chars + 4);
    }

    @Test
    void shouldRecordInterruptedTurnWithItsFullResponseTime() {
        speaking(AgentConfig.defaults());
        call.speak(400).stt(new SttEvent.Interim("wait a moment"));

        TurnRecord turn = call.lastTurn();
        assertThat(turn.turnClass()).isEqualTo(TurnClass.INTERRUPTED);
        assertThat(turn.stageNs(Stage.FIRST_TOKEN)).isEqualTo(200_000_000L);
        assertThat(call.bargeIns).containsExactly(true);
        assertThat(call.bargeInNs.getFirst()).isBetween(0L, 100_000_000L);
    }

    @Test
    void shouldNotCountFromAnOldSoundWhenWordsComeWithoutOne() {
        call.listening(AgentConfig.defaults());
        call.model.answer = LONG_ANSWER + " " + LONG_ANSWER;
        call.say("How do I start?").pass(4_000);
        assertThat(call.agent.state()).isEqualTo(AgentState.SPEAKING);

        call.stt(new SttEvent.Interim("wait a moment"));

        assertThat(call.bargeIns).containsExactly(true);
        assertThat(call.bargeInNs.getFirst()).isBetween(0L, 100_000_000L);
    }

    @Test
    void shouldGoOnWhereItStoppedWhenNoWordsCome() {
        speaking(AgentConfig.defaults());
        long before = call.packetsHeard;
        call.speak(200).pass(300);
        long paused = call.packetsHeard;
        call.pass(10_000);

        int answerMs = LONG_ANSWER.length() * FakeProviders.Voice.MS_PER_CHAR;
        assertThat(paused - before).isLessThanOrEqualTo(5);
        assertThat(call.agentLines().getLast()).isEqualTo(LONG_ANSWER);
        assertThat(call.lastTurn().turnClass()).isEqualTo(TurnClass.ANSWERED);
        assertThat(call.bargeIns).containsExactly(false);
        long greetingMs = 25L * FakeProviders.Voice.MS_PER_CHAR;
        assertThat(call.packetsHeard * TestCall.PTIME_MS)
                .isGreaterThanOrEqualTo(answerMs - 3 * FakeProviders.Voice.MS_PER_CHAR + greetingMs);
    }

    @Test
    void shouldGoOnAfterBackchannel() {
        speaking(AgentConfig.defaults());
        call.speak(300).stt(new SttEvent.Interim("Uh-huh."));
        assertThat(call.agent.state()).isEqualTo(AgentState.INTERRUPTED);
        call.pass(200).stt(new SttEvent.EndOfTurn("Uh-huh, yeah."));

        assertThat(call.agent.state()).isEqualTo(AgentState.SPEAKING);
        assertThat(call.model.requests).hasSize(1);
        call.pass(6_000);
        assertThat(call.agentLines().getLast()).isEqualTo(LONG_ANSWER);
    }

    @Test
    void shouldIgnoreSoundWhereWordsAreRequired() {
        speaking(TestConfig.with(new BargeInSettings(true, 80, 2, 1_000, Set.of())));
        call.speak(400);
        assertThat(call.agent.state()).isEqualTo(AgentState.SPEAKING);

        call.stt(new SttEvent.Interim("wait"));
        assertThat(call.agent.state()).isEqualTo(AgentState.SPEAKING);
        call.stt(new SttEvent.Interim("wait please"));

        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
        long heard = call.packetsHeard;
        call.pass(100);
        assertThat(call.packetsHeard).isEqualTo(heard);
    }

    @Test
    void shouldFinishFirstWhereInterruptionsAreOff() {
        speaking(TestConfig.with(new BargeInSettings(false, 80, 0, 1_000, Set.of())));
        call.speak(300).stt(new SttEvent.EndOfTurn("And how do I stop?"));
        assertThat(call.agent.state()).isEqualTo(AgentState.SPEAKING);
        call.pass(3_000);

        assertThat(call.agentLines()).contains(LONG_ANSWER);
        assertThat(call.lastMessages().getLast()).isEqualTo(new ChatMessage.User("And how do I stop?"));
    }

    @Test
    void shouldMergeWhatTheCallerAddsBeforeTheReply() {
        call.listening(AgentConfig.defaults());
        call.say("I need a taxi.").pass(100);
        assertThat(call.agent.state()).isEqualTo(AgentState.THINKING);
        call.speak(300).stt(new SttEvent.Interim("to the airport"));
        call.pass(300).stt(new SttEvent.EndOfTurn("To the airport."));

        assertThat(call.model.cancelled.getFirst()).isTrue();
        assertThat(call.lastMessages().getLast()).isEqualTo(new ChatMessage.User("I need a taxi. To the airport."));
        assertThat(call.lastTurn().turnClass()).isEqualTo(TurnClass.OVERTAKEN);
    }

    @Test
    void shouldCutGreetingWhenCallerSpeaks() {
        call.prepare(AgentConfig.defaults());
        call.pass(400).answer().pass(100);
        call.speak(300).stt(new SttEvent.Interim("hello"));

        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
        assertThat(call.transcript.getLast().heard()).hasSizeLessThan(20);
        assertThat(call.lastTurn().turnClass()).isEqualTo(TurnClass.GREETING);
    }

    @Test
    void shouldStopTheVoiceThatWasInterrupted() {
        speaking(AgentConfig.defaults());
        call.speak(300).stt(new SttEvent.Interim("wait a moment"));

        long heard = call.packetsHeard;
        call.pass(2_000);

        assertThat(call.packetsHeard).isEqualTo(heard);
        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
        assertThat(List.copyOf(call.states)).doesNotContain("ENDED");
    }
}
