package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.latency.Stage;
import io.earshot.ai.latency.TurnClass;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.tts.TtsEvent;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class AgentFailureTest {
    private final TestCall call = new TestCall(true);

    private void earsFail(Kind kind) {
        call.stt(new SttEvent.Failed(ProviderFailure.of("ears", kind, "test")));
    }

    @Test
    void shouldApologiseWithoutProviderWhenTheModelIsSilent() {
        call.listening(AgentConfig.defaults());
        call.say("What time is it?").pass(4_980);
        assertThat(call.agent.state()).isEqualTo(AgentState.THINKING);
        call.pass(40);

        assertThat(call.failures).containsExactly(ProviderStage.LLM);
        assertThat(call.lastTurn().turnClass()).isEqualTo(TurnClass.UNANSWERED);
        assertThat(call.lastTurn().stageNs(Stage.FIRST_TOKEN)).isBetween(4_990_000_000L, 5_020_000_000L);
        long heard = call.packetsHeard;
        call.pass(5_000);
        assertThat(call.packetsHeard - heard).isGreaterThan(200);
        assertThat(call.agentLines().getLast()).isEqualTo(Phrase.APOLOGY.text());
        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
    }

    @Test
    void shouldApologiseWhenTheVoiceIsSilent() {
        call.listening(AgentConfig.defaults());
        call.voice.silent = true;
        call.model.answer = "It is noon.";
        call.say("What time is it?").pass(5_400);

        assertThat(call.failures).containsExactly(ProviderStage.TTS);
        assertThat(call.lastTurn().turnClass()).isEqualTo(TurnClass.UNANSWERED);
        assertThat(call.lastTurn().stageNs(Stage.FIRST_AUDIO)).isGreaterThan(4_900_000_000L);
        call.pass(5_000);
        assertThat(call.agentLines().getLast()).isEqualTo(Phrase.APOLOGY.text());
    }

    @Test
    void shouldApologiseWhenTheVoiceBreaksOffBeforeItsFirstSound() {
        call.listening(AgentConfig.defaults());
        call.voice.silent = true;
        call.model.answer = "It is noon.";
        call.say("What time is it?").pass(1_000);
        FakeProviders.Voice.Utterance answer = call.voice.utterances.getLast();
        byte[] silence = new byte[answer.format.bytes(100)];
        java.util.Arrays.fill(silence, (byte) 0xFF);
        answer.events.accept(new TtsEvent.Audio(Unpooled.wrappedBuffer(silence)));
        answer.events.accept(
                new TtsEvent.Failed(ProviderFailure.of("voice", ProviderFailure.Kind.DISCONNECTED, "test")));
        call.pass(5_000);

        assertThat(call.failures).containsExactly(ProviderStage.TTS);
        assertThat(call.turns).anySatisfy(turn -> assertThat(turn.turnClass()).isEqualTo(TurnClass.UNANSWERED));
        assertThat(call.agentLines().getLast()).isEqualTo(Phrase.APOLOGY.text());
    }

    @Test
    void shouldSpeakWhatTheModelSaidBeforeItStalled() {
        call.listening(AgentConfig.defaults());
        call.say("What time is it?").pass(100);
        call.model.token(0, "It is noon. And the weather is");
        call.pass(5_200);
        call.pass(2_000);

        assertThat(call.failures).containsExactly(ProviderStage.LLM);
        assertThat(call.agentLines().getLast()).isEqualTo("It is noon. And the weather is");
        assertThat(call.lastTurn().turnClass()).isEqualTo(TurnClass.ANSWERED);
    }

    @Test
    void shouldSayFarewellAndHangUpWhenAllFails() {
        call.listening(AgentConfig.defaults());
        call.voice.failing = true;
        call.model.answer = "It is noon.";
        call.say("What time is it?").pass(6_000);
        assertThat(call.hungUp).isNull();
        call.say("What time is it?").pass(8_000);

        assertThat(call.hungUp).isEqualTo(EndReason.PROVIDERS_FAILED);
        assertThat(call.agentLines()).endsWith(Phrase.APOLOGY.text(), Phrase.GOODBYE.text());
        assertThat(call.now() - call.lastPacketNs).isGreaterThan(200_000_000L);
    }

    @Test
    void shouldTransferWhenAllFailsAndSoConfigured() {
        call.listening(TestConfig.with(Outage.defaults().giving(1, "sip:desk@example.org")));
        call.model.answer = "It is noon.";
        call.voice.failing = true;
        call.say("What time is it?").pass(1_000);

        assertThat(call.transfers).isEmpty();
        call.pass(6_000);
        assertThat(call.transfers).containsExactly("sip:desk@example.org");
        assertThat(call.agentLines().getLast()).isEqualTo(Phrase.TRANSFERRING.text());
        assertThat(call.degradations).containsExactly("transfer tts_server_error");
        assertThat(call.hungUp).isNull();
    }

    @Test
    void shouldForgetFailuresAfterGoodTurn() {
        call.listening(AgentConfig.defaults());
        call.say("One?");
        call.model.fail(0, Kind.SERVER_ERROR);
        call.pass(6_000);
        call.model.answer = "It is noon.";
        call.say("Two?").pass(2_000);
        call.model.answer = null;
        call.say("Three?");
        call.model.fail(2, Kind.SERVER_ERROR);
        call.pass(6_000);

        assertThat(call.hungUp).isNull();
        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
    }

    @Test
    void shouldReopenTheRecogniserFourTimesAndThenGiveUp() {
        call.listening(AgentConfig.defaults());
        for (int i = 0; i < 4; i++) {
            earsFail(Kind.DISCONNECTED);
            call.pass(2_100);
            assertThat(call.ears.opened).isEqualTo(i + 2);
        }
        earsFail(Kind.DISCONNECTED);
        call.pass(8_000);

        assertThat(call.hungUp).isEqualTo(EndReason.PROVIDERS_FAILED);
        assertThat(call.agentLines().getLast()).isEqualTo(Phrase.GOODBYE.text());
    }

    @Test
    void shouldNotRetryRecogniserThatRefusesTheKey() {
        call.prepare(AgentConfig.defaults());
        earsFail(Kind.UNAUTHORIZED);
        call.pass(200).answer().pass(8_000);

        assertThat(call.ears.opened).isEqualTo(1);
        assertThat(call.hungUp).isEqualTo(EndReason.PROVIDERS_FAILED);
    }

    @Test
    void shouldIgnoreEventsOfRecogniserThatWasReplaced() {
        call.listening(AgentConfig.defaults());
        var old = call.ears.events;
        earsFail(Kind.DISCONNECTED);
        call.pass(20);
        old.accept(new SttEvent.EndOfTurn("ghost"));

        assertThat(call.model.requests).isEmpty();
    }

    @Test
    void shouldPlayTheRecordedGreetingWhenItCannotBeSpoken() {
        call.voice.failing = true;
        call.prepare(AgentConfig.defaults());
        call.pass(400).answer().pass(3_000);

        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
        assertThat(call.failures).containsExactly(ProviderStage.TTS);
        assertThat(call.agentLines()).containsExactly(Phrase.GREETING.text());
    }

    @Test
    void shouldReopenRecogniserThatHearsNoWordsInSpeech() {
        call.listening(AgentConfig.defaults());
        for (int turn = 0; turn < 2; turn++) {
            assertThat(call.ears.opened).isEqualTo(1);
            call.speak(1_000).pass(7_800);
        }

        assertThat(call.ears.opened).isEqualTo(2);
        assertThat(call.ears.closed).isEqualTo(1);
        assertThat(call.turns).extracting(t -> t.turnClass()).contains(TurnClass.UNINTELLIGIBLE);
    }

    @Test
    void shouldAskAgainWhenTheRecogniserFailedWhileTheCallerSpoke() {
        call.listening(AgentConfig.defaults());
        call.speak(500);
        earsFail(Kind.DISCONNECTED);
        call.speak(1_000);
        call.pass(13_000);

        assertThat(call.failures).contains(ProviderStage.STT);
        assertThat(call.agentLines().get(1)).isEqualTo(Phrase.APOLOGY.text());
        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
    }

    @Test
    void shouldBeReadyWhenTheGreetingIsThereOrWillNotCome() {
        call.voice.failing = true;
        call.prepare(AgentConfig.defaults());
        assertThat(call.agent.ready()).isFalse();
        call.pass(200);
        assertThat(call.agent.ready()).isTrue();

        TestCall good = new TestCall(true).prepare(AgentConfig.defaults());
        assertThat(good.agent.ready()).isFalse();
        good.pass(120);
        assertThat(good.agent.ready()).isTrue();
    }

    @Test
    void shouldCutAnswerThatDoesNotEnd() {
        call.listening(AgentConfig.defaults());
        call.say("Tell me everything.").pass(100);
        for (int i = 0; i < 200; i++) {
            call.model.token(0, "And then there was one more thing. ");
        }
        call.pass(33_000);

        assertThat(call.failures).containsExactly(ProviderStage.LLM);
        assertThat(call.agentLines().getLast()).hasSizeBetween(1_490, 1_540);
        assertThat(call.agent.playoutStats().droppedMs()).isZero();
    }

    @Test
    void shouldStayQuietWhenItFailsWhileTheCallerSpeaks() {
        call.listening(AgentConfig.defaults());
        call.say("What time is it?").pass(100);
        call.speak(200);
        assertThat(call.agent.state()).isEqualTo(AgentState.INTERRUPTED);
        long heard = call.packetsHeard;
        call.model.fail(0, Kind.SERVER_ERROR);
        call.pass(1_000);

        assertThat(call.packetsHeard).isEqualTo(heard);
        assertThat(call.agent.state()).isEqualTo(AgentState.LISTENING);
    }

    @Test
    void shouldEndWithEverythingFreedWhenAnAdapterHasABug() {
        call.listening(AgentConfig.defaults());
        call.model.bug = new IllegalStateException("on purpose");
        call.say("What time is it?").pass(1_000);

        assertThat(call.faults).containsExactly(call.model.bug);
        long heard = call.packetsHeard;
        call.say("Hello?").pass(2_000);
        assertThat(call.packetsHeard).isEqualTo(heard);
        assertThat(call.faults).hasSize(1);
    }

    @Test
    void shouldEndTheCallPolitelyWhenNobodyTakesTheTransfer() {
        call.listening(TestConfig.with(Outage.defaults().giving(1, "sip:desk@example.org")));
        call.voice.failing = true;
        call.model.answer = "It is noon.";
        call.say("What time is it?").pass(8_000);
        call.agent.transferFailed("busy");
        call.pass(8_000);

        assertThat(call.transfers).hasSize(1);
        assertThat(call.agentLines().getLast()).isEqualTo(Phrase.GOODBYE.text());
        assertThat(call.hungUp).isEqualTo(EndReason.PROVIDERS_FAILED);
        assertThat(call.degradations).containsExactly("transfer tts_server_error", "goodbye transfer_failed");
    }

    @Test
    void shouldAskForPatienceAndGoOnWhenTheModelIsSlow() {
        call.listening(AgentConfig.defaults());
        call.say("What time is it?").pass(1_000);
        assertThat(call.lastPacketNs).isLessThan(call.lastSpeechNs);
        call.pass(1_000);
        assertThat(call.lastPacketNs).isGreaterThan(call.lastSpeechNs);
        call.model.token(0, "It is noon.");
        call.model.finish(0);
        call.pass(4_000);

        assertThat(call.degradations).containsExactly("hold llm_slow");
        assertThat(call.agentLines()).endsWith(Phrase.HOLD.text(), "It is noon.");
        assertThat(call.failures).isEmpty();
    }

    @Test
    void shouldAskForPatienceAheadOfAnAnswerThatDoesNotSound() {
        call.listening(AgentConfig.defaults());
        call.voice.silent = true;
        call.model.answer = "It is noon.";
        call.say("What time is it?").pass(2_200);

        assertThat(call.degradations).containsExactly("hold tts_slow");
        assertThat(call.now() - call.lastPacketNs).isLessThan(100_000_000L);
    }

    @Test
    void shouldGiveUpAnAnswerThatOnlyDrips() {
        call.listening(AgentConfig.defaults());
        call.say("What time is it?");
        for (int i = 0; i < 10; i++) {
            call.model.token(0, "very");
            call.pass(1_000);
        }

        assertThat(call.degradations).containsExactly("hold llm_slow", "apology llm_timeout");
    }

    @Test
    void shouldAskAgainWhenNothingComesFromTheRecogniser() {
        call.listening(AgentConfig.defaults());
        call.ears.quiet = true;
        call.speak(1_000).pass(2_100);

        assertThat(call.degradations).containsExactly("restart stt_quiet", "apology stt_quiet");
        assertThat(call.ears.opened).isEqualTo(2);
        assertThat(call.now() - call.lastPacketNs).isLessThan(100_000_000L);
    }

    @Test
    void shouldAnswerTheWordsThatAreKnownWhenTheRecogniserGoesQuiet() {
        call.listening(AgentConfig.defaults());
        call.model.answer = "It is noon.";
        call.speak(1_000).stt(new SttEvent.Interim("What time is it?"));
        call.ears.quiet = true;
        call.pass(6_000);

        assertThat(call.agentLines().getLast()).isEqualTo("It is noon.");
        assertThat(call.degradations).containsExactly("restart stt_quiet");
    }

    @Test
    void shouldLetTheCallerPauseWhileTheRecogniserWorks() {
        call.listening(AgentConfig.defaults());
        call.speak(1_000).stt(new SttEvent.Interim("I would like"));
        call.pass(4_000);

        assertThat(call.degradations).isEmpty();
        assertThat(call.model.requests).isEmpty();
    }

    @Test
    void shouldGreetWithTheRecordingWhenTheVoiceIsLate() {
        call.voice.silent = true;
        call.prepare(AgentConfig.defaults());
        call.pass(400).answer().pass(2_200);

        assertThat(call.degradations).containsExactly("hold tts_slow");
        assertThat(call.now() - call.lastPacketNs).isLessThan(100_000_000L);
    }

    @Test
    void shouldEndTheCallWhenNothingIsSentAnyMore() {
        call.listening(AgentConfig.defaults());
        call.model.answer = "It is noon, and the weather is fine, and there is nothing else to say about it.";
        call.say("What time is it?").pass(600);
        call.deaf = true;
        call.pass(41_000);

        assertThat(call.hungUp).isEqualTo(EndReason.UNHEARD);
        assertThat(call.degradations).containsExactly("goodbye rtp_stopped");
    }

    @Test
    void shouldSayGoodbyeWhenItIsToldToLeave() {
        call.listening(AgentConfig.defaults());
        call.agent.leave();
        call.pass(6_000);

        assertThat(call.agentLines().getLast()).isEqualTo("Thank you for calling. Goodbye.");
        assertThat(call.hungUp).isEqualTo(EndReason.SHUTTING_DOWN);
    }
}
