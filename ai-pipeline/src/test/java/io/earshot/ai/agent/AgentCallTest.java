package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.latency.TurnRecord;
import io.earshot.ai.llm.ChatMessage;
import io.earshot.ai.stt.SttEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AgentCallTest {
    private final TestCall call = new TestCall(true);

    @Test
    void shouldOpenAndWarmProvidersWhileThePhoneRings() {
        call.prepare(AgentConfig.defaults());

        assertThat(call.ears.opened).isEqualTo(1);
        assertThat(call.model.warmed).isEqualTo(1);
        assertThat(call.voice.warmed).isEqualTo(1);
        assertThat(call.voice.utterances.getFirst().finished).isTrue();
    }

    @Test
    void shouldWantResultsAtOnceFromTheFirstSoundUntilTheTurnIsOver() {
        call.listening(AgentConfig.defaults());
        assertThat(call.ears.attentive).isFalse();

        call.speak(200);
        assertThat(call.ears.attentive).isTrue();
        call.pass(800);
        assertThat(call.ears.attentive).isTrue();

        call.stt(new SttEvent.EndOfTurn("Hello.")).pass(40);
        assertThat(call.ears.attentive).isFalse();
    }

    @Test
    void shouldWantResultsAtOnceAfterAWordThatWasNotHeardAsSound() {
        call.listening(AgentConfig.defaults());

        call.stt(new SttEvent.Interim("psst")).pass(20);

        assertThat(call.ears.attentive).isTrue();
    }

    @Test
    void shouldHandEveryPacketToTheRecogniserUntouched() {
        call.listening(AgentConfig.defaults());
        long before = call.ears.bytes;
        ByteBuf packet = Unpooled.buffer().writeZero(160);
        call.agent.ears().onAudio(packet, call.now(), false);

        assertThat(call.ears.bytes - before).isEqualTo(160);
        assertThat(packet.readableBytes()).isEqualTo(160);
        assertThat(packet.refCnt()).isEqualTo(1);
    }

    @Test
    void shouldAllocateNothingPerPacketInEitherDirection() {
        call.listening(AgentConfig.defaults());
        call.model.answer = "This is a long story. ".repeat(60);
        call.say("Tell me a story.").pass(4_000);
        ByteBuf heard = Unpooled.buffer().writeZero(160);
        ByteBuf said = Unpooled.buffer(160);
        packets(heard, said, 200);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        packets(heard, said, 500);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(said.readableBytes()).isEqualTo(160);
        assertThat(allocated).isLessThan(500);
    }

    private void packets(ByteBuf heard, ByteBuf said, int count) {
        for (int i = 0; i < count; i++) {
            call.agent.ears().onAudio(heard, call.now(), true);
            said.clear();
            if (call.agent.mouth().read(said, 160) > 0) {
                call.agent.mouth().onSent(call.now());
            }
        }
    }

    @Test
    void shouldAskSilentCallerAndThenSayGoodbye() {
        call.listening(AgentConfig.defaults());
        call.pass(8_600);
        assertThat(call.turns).extracting(TurnRecord::turnClass).endsWith(TurnClass.SILENCE_PROMPT);
        call.pass(9_000);
        assertThat(call.agentLines())
                .containsExactly("Hello, how can I help you?", "Are you still there?", "Are you still there?");
        call.pass(10_000);

        assertThat(call.agentLines().getLast()).isEqualTo("Thank you for calling. Goodbye.");
        assertThat(call.hungUp).isEqualTo(EndReason.CALLER_SILENT);
    }

    @Test
    void shouldBeginToCountSilenceAnewAfterTurn() {
        call.listening(AgentConfig.defaults());
        call.pass(9_500);
        call.model.answer = "Good.";
        call.say("Yes.").pass(1_000);
        call.pass(8_200);
        call.pass(8_200);

        assertThat(call.agentLines()).filteredOn("Are you still there?"::equals).hasSize(3);
        assertThat(call.hungUp).isNull();
    }

    @Test
    void shouldNotAskCallerWhoSpeaks() {
        call.listening(AgentConfig.defaults());
        for (int word = 0; word < 40; word++) {
            call.speak(400).pass(120);
        }

        assertThat(call.agentLines()).hasSize(1);
        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
    }

    @Test
    void shouldNotAskCallerWhoseVoiceOnlyTheRecogniserHears() {
        call.listening(AgentConfig.defaults());
        for (int word = 0; word < 10; word++) {
            call.pass(1_000).stt(new SttEvent.Interim("well" + " well".repeat(word)));
        }

        assertThat(call.agentLines()).hasSize(1);
    }

    @Test
    void shouldWarnAndEndAtTheLongestCallTime() {
        call.prepare(TestConfig.maxCall(20, 5));
        call.pass(400).answer().pass(16_000);
        assertThat(call.transcript.getLast().text()).isEqualTo("We have to finish this call in a moment.");
        call.pass(6_000);

        assertThat(call.agentLines().getLast()).isEqualTo("Thank you for calling. Goodbye.");
        assertThat(call.hungUp).isEqualTo(EndReason.MAX_CALL_TIME);
    }

    @Test
    void shouldPutWarningOffWhileItSpeaks() {
        call.prepare(TestConfig.maxCall(20, 5));
        call.pass(400).answer().pass(13_000);
        call.model.answer = "This is a long story. It goes on and on and on, and then it goes on still further.";
        call.say("Tell me a story.").pass(1_800);
        assertThat(call.agent.state()).isEqualTo(AgentState.SPEAKING);
        call.pass(2_500);

        assertThat(call.agentLines()).endsWith(call.model.answer, "We have to finish this call in a moment.");
    }

    @Test
    void shouldTakeKeysAsInputWhenNoFurtherComes() {
        call.listening(AgentConfig.defaults());
        call.agent.onDtmf('1', 100);
        call.pass(1_000);
        call.agent.onDtmf('2', 100);
        call.pass(1_980);
        assertThat(call.model.requests).isEmpty();
        call.pass(40);

        assertThat(call.lastMessages().getLast()).isEqualTo(new ChatMessage.User("[dtmf 12]"));
    }

    @Test
    void shouldTakeKeysAtOnceAtTheHashKey() {
        call.listening(AgentConfig.defaults());
        call.model.answer = "Thank you.";
        "47#".chars().forEach(key -> call.agent.onDtmf((char) key, 100));

        assertThat(call.lastMessages().getLast()).isEqualTo(new ChatMessage.User("[dtmf 47#]"));
        call.pass(1_000);
        assertThat(call.lastTurn().turnClass()).isEqualTo(TurnClass.DTMF);
        assertThat(call.lastTurn().unexplainedNs()).isZero();
    }

    @Test
    void shouldInterruptAtTheFirstKey() {
        call.prepare(AgentConfig.defaults());
        call.pass(400).answer().pass(100);
        long heard = call.packetsHeard;
        call.agent.onDtmf('1', 100);
        call.pass(200);

        assertThat(call.packetsHeard).isEqualTo(heard);
        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
    }

    @Test
    void shouldFallSilentOnHoldAndGoOnAfterwards() {
        call.prepare(AgentConfig.defaults());
        call.pass(400).answer().pass(100);
        call.agent.hold();
        long heard = call.packetsHeard;
        call.pass(30_000);
        assertThat(call.packetsHeard).isEqualTo(heard);
        call.agent.resume();
        call.pass(1_000);

        assertThat(call.agentLines()).containsExactly("Hello, how can I help you?");
    }

    @Test
    void shouldFreeEverythingWhenTheCallerHangsUp() {
        call.listening(AgentConfig.defaults());
        call.model.answer = "This is a long story. It goes on and on and on, and then it goes on still further.";
        call.say("Tell me a story.").pass(400);
        call.agent.end(EndReason.CALL_ENDED);
        call.agent.end(EndReason.CALL_ENDED);

        assertThat(call.ears.closed).isEqualTo(1);
        assertThat(call.voice.utterances.getLast().cancelled).isTrue();
        assertThat(call.hungUp).isNull();
        assertThat(call.lastTurn().turnClass()).isEqualTo(TurnClass.INTERRUPTED);
        long heard = call.packetsHeard;
        call.pass(5_000);
        assertThat(call.packetsHeard).isEqualTo(heard);
        assertThat(call.agent.state()).isEqualTo(AgentState.ENDED);
    }

    @Test
    void shouldRecordTurnThatTheCallerDidNotWaitFor() {
        call.listening(AgentConfig.defaults());
        call.say("What time is it?").pass(1_000);
        call.agent.end(EndReason.CALL_ENDED);

        assertThat(call.model.cancelled).containsExactly(true);
        assertThat(call.lastTurn().turnClass()).isEqualTo(TurnClass.UNANSWERED);
    }

    @Test
    void shouldReleaseAudioThatComesTooLate() {
        call.listening(AgentConfig.defaults());
        call.model.answer = "It is noon.";
        call.say("What time is it?").pass(300);
        call.agent.end(EndReason.CALL_ENDED);
        ByteBuf late = Unpooled.buffer().writeZero(800);
        call.voice.utterances.getLast().events.accept(new io.earshot.ai.tts.TtsEvent.Audio(late));

        assertThat(late.refCnt()).isZero();
    }

    @Test
    void shouldLetTheCallerSpeakFirstWithoutGreeting() {
        AgentConfig d = AgentConfig.defaults();
        call.prepare(new AgentConfig(
                d.instructions(),
                d.language(),
                d.script().withGreeting(""),
                d.turn(),
                d.bargeIn(),
                d.timeouts(),
                d.silenceMs(),
                d.silencePrompts(),
                d.maxCallSeconds(),
                d.warnSeconds(),
                d.closingMs(),
                d.historyMessages(),
                d.maxToolRounds(),
                d.outage(),
                d.transferTargets(),
                true,
                true));
        call.answer();

        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
        assertThat(call.voice.utterances).isEmpty();
    }

    @Test
    void shouldSpeakSentenceBySentence() {
        call.listening(AgentConfig.defaults());
        call.say("What time is it?").pass(100);
        call.model.token(0, "It is noon. The sun");
        assertThat(call.voice.utterances.getLast().text.toString()).isEqualTo("It is noon. ");
        call.model.token(0, " is high up in the sky. Bye");
        call.model.finish(0);

        assertThat(call.voice.utterances.getLast().text.toString())
                .isEqualTo("It is noon. The sun is high up in the sky. Bye");
        assertThat(call.voice.utterances.getLast().finished).isTrue();
    }

    @Test
    void shouldIgnoreWordsOfRequestThatWasDropped() {
        call.listening(AgentConfig.defaults());
        call.say("One?").pass(100);
        var dropped = call.model.receivers.getFirst();
        call.model.cancelled.set(0, false);
        call.speak(300).stt(new SttEvent.Interim("no wait"));
        call.model.cancelled.set(0, false);
        int utterances = call.voice.utterances.size();
        dropped.accept(new io.earshot.ai.llm.LlmEvent.Token("ghost words. "));

        assertThat(call.voice.utterances).hasSize(utterances);
    }
}
