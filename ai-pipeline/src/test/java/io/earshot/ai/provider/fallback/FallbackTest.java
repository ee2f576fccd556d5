package io.earshot.ai.provider.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.llm.LlmCall;
import io.earshot.ai.llm.LlmEvent;
import io.earshot.ai.llm.LlmRequest;
import io.earshot.ai.provider.LoopTimer;
import io.earshot.ai.stt.SttEvent;
import io.earshot.ai.stt.SttStream;
import io.earshot.ai.tts.TtsEvent;
import io.earshot.ai.tts.TtsStream;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.retry.BreakerSettings;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FallbackTest {
    private static final LlmRequest REQUEST = new LlmRequest(List.of(), List.of());
    private static final LlmEvent.Finished FINISHED = new LlmEvent.Finished(List.of(), 1, 2);

    private final EventLoop loop = new EmbeddedChannel().eventLoop();
    private final Fakes.Outcomes outcomes = new Fakes.Outcomes();
    private final List<Object> events = new ArrayList<>();
    private final List<String> switches = new ArrayList<>();

    private final Fakes.Model modelA = new Fakes.Model("a");
    private final Fakes.Model modelB = new Fakes.Model("b");
    private final FallbackLanguageModel model =
            new FallbackLanguageModel("llm", List.of(modelA, modelB), BreakerSettings.defaults(), outcomes);

    private final Fakes.Voice voiceA = new Fakes.Voice("a");
    private final Fakes.Voice voiceB = new Fakes.Voice("b");
    private final FallbackTextToSpeech voice =
            new FallbackTextToSpeech("tts", List.of(voiceA, voiceB), BreakerSettings.defaults(), outcomes);

    private final Fakes.Ears earsA = new Fakes.Ears("a", true);
    private final Fakes.Ears earsB = new Fakes.Ears("b", false);
    private final FallbackSpeechToText ears = new FallbackSpeechToText(
            "stt", List.of(earsA, earsB), BreakerSettings.defaults(), Duration.ofMillis(100), outcomes);

    private void take(Object event) {
        switch (event) {
            case LlmEvent.FailedOver(var failure, var to) -> switches.add(to);
            case SttEvent.FailedOver(var failure, var to) -> switches.add(to);
            case TtsEvent.FailedOver(var failure, var to) -> switches.add(to);
            default -> events.add(event);
        }
    }

    private LlmCall ask() {
        return model.start(REQUEST, loop, this::take);
    }

    private TtsStream speak() {
        return voice.open(AudioFormat.PCMU_8K, loop, this::take);
    }

    private SttStream listen() {
        return ears.open(AudioFormat.PCMU_8K, loop, this::take);
    }

    @Test
    void shouldAskTheNextModelBeforeTheFirstToken() {
        ask();
        modelA.fail();
        modelB.events.accept(new LlmEvent.Token("Hi"));
        modelB.events.accept(FINISHED);

        assertThat(events).containsExactly(new LlmEvent.Token("Hi"), FINISHED);
        assertThat(outcomes.seen).containsExactly("llm a failed_over", "llm b succeeded");
    }

    @Test
    void shouldNotAskAnotherModelAfterTheFirstToken() {
        ask();
        modelA.events.accept(new LlmEvent.Token("Hi"));
        modelA.fail();

        assertThat(events.getLast()).isEqualTo(new LlmEvent.Failed(Fakes.failure("a")));
        assertThat(modelB.started).isZero();
        assertThat(outcomes.seen).containsExactly("llm a failed");
    }

    @Test
    void shouldFailWithTheLastFailureWhenAllModelsFailed() {
        ask();
        modelA.fail();
        modelB.fail();
        assertThat(events).containsExactly(new LlmEvent.Failed(Fakes.failure("b")));
    }

    @Test
    void shouldIgnoreAModelThatItLeft() {
        ask();
        var late = modelA.events;
        modelA.fail();
        late.accept(new LlmEvent.Token("late"));
        assertThat(events).isEmpty();
    }

    @Test
    void shouldSkipAModelThatIsKnownToBeDown() {
        for (int i = 0; i < 3; i++) {
            ask();
            modelA.fail();
            modelB.events.accept(FINISHED);
        }
        outcomes.seen.clear();
        ask();
        assertThat(modelA.started).isEqualTo(3);
        assertThat(modelB.started).isEqualTo(4);
        assertThat(outcomes.seen).containsExactly("llm a skipped");
    }

    @Test
    void shouldStillTryOneModelWhenAllAreKnownToBeDown() {
        for (int i = 0; i < 3; i++) {
            ask();
            modelA.fail();
            modelB.fail();
        }
        events.clear();
        ask();
        assertThat(modelA.started + modelB.started).isEqualTo(7);
        modelA.events.accept(FINISHED);
        modelB.events.accept(FINISHED);
        assertThat(events).containsExactly(FINISHED);
    }

    @Test
    void shouldDropACancelledRequest() {
        LlmCall call = ask();
        call.cancel();
        call.cancel();
        modelA.fail();

        assertThat(modelA.cancelled).isEqualTo(1);
        assertThat(events).isEmpty();
        assertThat(outcomes.seen).containsExactly("llm a abandoned");
        model.warm();
        assertThat(modelB.warmed).isEqualTo(1);
    }

    @Test
    void shouldLetTheNextVoiceSayEverythingWhenNothingWasHeard() {
        TtsStream stream = speak();
        stream.say("One. ");
        stream.say("Two.");
        stream.finish();
        voiceA.fail();
        voiceB.events.accept(new TtsEvent.Done());

        assertThat(voiceB.asked).containsExactly("say One. Two.", "finish");
        assertThat(events).containsExactly(new TtsEvent.Done());
        assertThat(outcomes.seen).containsExactly("tts a failed_over", "tts b succeeded");
    }

    @Test
    void shouldGoOnWithTheNextVoiceFromTheWordThatWasCut() {
        TtsStream stream = speak();
        stream.say("We are open from nine to five. ");
        stream.say("Except on Sunday.");
        stream.finish();
        voiceA.events.accept(new TtsEvent.Words(List.of("We", "are", "open", "from"), List.of(0, 200, 350, 600)));
        audio(voiceA, 500);
        voiceA.fail();

        assertThat(voiceB.asked).containsExactly("say open from nine to five. Except on Sunday.", "finish");
        voiceB.events.accept(new TtsEvent.Words(List.of("open", "from", "nine"), List.of(50, 300, 500)));
        audio(voiceB, 400);
        voiceB.events.accept(new TtsEvent.Done());
        assertThat(words())
                .containsExactly(
                        new TtsEvent.Words(List.of("We", "are", "open"), List.of(0, 200, 350)),
                        new TtsEvent.Words(List.of("from"), List.of(800)),
                        new TtsEvent.Words(List.of("nine"), List.of(1_000)));
        assertThat(events.getLast()).isEqualTo(new TtsEvent.Done());
        assertThat(switches).containsExactly("b");
        assertThat(outcomes.seen).containsExactly("tts a failed_over", "tts b succeeded");
    }

    @Test
    void shouldReckonByTheUsualPaceWhereAVoiceTellsNoWordTimes() {
        TtsStream stream = speak();
        stream.say("We are open from nine to five.");
        stream.finish();
        audio(voiceA, 1_000);
        voiceA.fail();

        assertThat(voiceB.asked).containsExactly("say from nine to five.", "finish");
    }

    @Test
    void shouldLetTheNextVoiceSayWhatComesAfterTheFirstBrokeOff() {
        TtsStream stream = speak();
        stream.say("One. ");
        voiceA.events.accept(new TtsEvent.Words(List.of("One."), List.of(0)));
        audio(voiceA, 400);
        voiceA.fail();
        stream.say("Two.");
        stream.finish();

        assertThat(voiceB.asked).containsExactly("say Two.", "finish");
    }

    @Test
    void shouldBeDoneWhenAVoiceFailsAfterTheLastWord() {
        TtsStream stream = speak();
        stream.say("One.");
        stream.finish();
        voiceA.events.accept(new TtsEvent.Words(List.of("One."), List.of(0)));
        audio(voiceA, 900);
        voiceA.fail();

        assertThat(events.getLast()).isEqualTo(new TtsEvent.Done());
        assertThat(voiceB.asked).isEmpty();
        assertThat(outcomes.seen).containsExactly("tts a failed");
    }

    @Test
    void shouldAskTheOnlyVoiceForTheRestAsLongAsItGetsFurther() {
        TtsStream stream = new FallbackTextToSpeech("tts", List.of(voiceA), BreakerSettings.defaults(), outcomes)
                .open(AudioFormat.PCMU_8K, loop, this::take);
        stream.say("We are open from nine to five.");
        stream.finish();
        audio(voiceA, 1_000);
        voiceA.fail();
        voiceA.fail();

        assertThat(voiceA.asked)
                .containsExactly("say We are open from nine to five.", "finish", "say from nine to five.", "finish");
        assertThat(events.getLast()).isEqualTo(new TtsEvent.Failed(Fakes.failure("a")));
        assertThat(switches).containsExactly("a");
    }

    private void audio(Fakes.Voice from, int ms) {
        from.events.accept(new TtsEvent.Audio(Unpooled.wrappedBuffer(new byte[ms * 8])));
    }

    private List<Object> words() {
        return events.stream().filter(TtsEvent.Words.class::isInstance).toList();
    }

    @Test
    void shouldReleaseLateAudioOfACancelledUtterance() {
        TtsStream stream = speak();
        stream.say("One.");
        stream.cancel();
        var audio = Unpooled.buffer(1).writeByte(1);
        voiceA.events.accept(new TtsEvent.Audio(audio));

        assertThat(audio.refCnt()).isZero();
        assertThat(voiceA.asked).containsExactly("say One.", "cancel");
        assertThat(events).isEmpty();
    }

    @Test
    void shouldGiveTheNextRecogniserTheAudioSinceTheLastFixedText() {
        SttStream stream = listen();
        earsA.events.accept(new SttEvent.Opened("1"));
        stream.send(Unpooled.wrappedBuffer(new byte[160]));
        earsA.events.accept(new SttEvent.Final("My name is"));
        stream.send(Unpooled.wrappedBuffer(new byte[320]));
        stream.endTurn();
        earsA.fail();

        assertThat(earsB.heardBytes).isEqualTo(320);
        assertThat(earsB.asked).containsExactly("open", "endTurn");
        earsB.events.accept(new SttEvent.Interim("Anna"));
        earsB.events.accept(new SttEvent.EndOfTurn("Anna."));
        earsB.events.accept(new SttEvent.Interim("And"));
        assertThat(events)
                .containsExactly(
                        new SttEvent.Opened("1"),
                        new SttEvent.Final("My name is"),
                        new SttEvent.Interim("My name is Anna"),
                        new SttEvent.EndOfTurn("My name is Anna."),
                        new SttEvent.Interim("And"));
        stream.close();
    }

    @Test
    void shouldBoundTheAudioKeptForASwitch() {
        SttStream stream = listen();
        for (int i = 0; i < 50; i++) {
            stream.send(Unpooled.wrappedBuffer(new byte[160]));
        }
        earsA.fail();
        assertThat(earsB.heardBytes).isEqualTo(800);
        stream.close();
    }

    @Test
    void shouldKeepLittleAudioWhileNobodySpeaks() {
        FallbackSpeechToText patient = new FallbackSpeechToText(
                "stt", List.of(earsA, earsB), BreakerSettings.defaults(), Duration.ofSeconds(10), outcomes);
        SttStream stream = patient.open(AudioFormat.PCMU_8K, loop, this::take);
        earsA.events.accept(new SttEvent.Opened("1"));
        stream.send(Unpooled.wrappedBuffer(new byte[40_000]));
        earsA.events.accept(new SttEvent.SpeechStarted());
        stream.send(Unpooled.wrappedBuffer(new byte[40_000]));
        earsA.fail();
        assertThat(earsB.heardBytes).isEqualTo(12_000 + 40_000);
        stream.close();
    }

    @Test
    void shouldKeepAllAudioUntilTheFirstRecogniserIsThere() {
        FallbackSpeechToText patient = new FallbackSpeechToText(
                "stt", List.of(earsA, earsB), BreakerSettings.defaults(), Duration.ofSeconds(10), outcomes);
        SttStream stream = patient.open(AudioFormat.PCMU_8K, loop, this::take);
        stream.send(Unpooled.wrappedBuffer(new byte[40_000]));
        earsA.fail();
        assertThat(earsB.heardBytes).isEqualTo(40_000);
        stream.close();
    }

    @Test
    void shouldReturnToTheFirstRecogniserOnceTheSecondHadProvedItself() {
        SttStream stream = listen();
        earsA.fail();
        earsB.events.accept(new SttEvent.Opened("2"));
        earsB.events.accept(new SttEvent.EndOfTurn("Hello."));
        earsB.fail();

        assertThat(earsA.asked).containsExactly("open", "open");
        earsA.fail();
        assertThat(events.getLast()).isEqualTo(new SttEvent.Failed(Fakes.failure("a")));
        stream.close();
    }

    @Test
    void shouldEndTurnsForARecogniserThatDoesNotWhenEndsWerePromised() {
        assertThat(ears.detectsEndOfTurn()).isTrue();
        SttStream stream = listen();
        earsA.fail();
        earsB.events.accept(new SttEvent.Final("Hello"));
        earsB.events.accept(new SttEvent.Interim("Hello are"));
        assertThat(((LoopTimer.Deadline) stream).deadlineNs()).isEqualTo(Long.MAX_VALUE);
        earsB.events.accept(new SttEvent.Final("Hello are you there?"));
        ((LoopTimer.Deadline) stream).onDeadline(((LoopTimer.Deadline) stream).deadlineNs());

        assertThat(earsB.asked).containsExactly("open", "endTurn");
        earsB.events.accept(new SttEvent.EndOfTurn("Hello are you there?"));
        assertThat(events.getLast()).isEqualTo(new SttEvent.EndOfTurn("Hello are you there?"));
        assertThat(((LoopTimer.Deadline) stream).deadlineNs()).isEqualTo(Long.MAX_VALUE);
        stream.close();
    }

    @Test
    void shouldCloseTheRecogniserAndSayNothingMore() {
        SttStream stream = listen();
        stream.close();
        stream.close();
        earsA.fail();
        assertThat(earsA.asked).containsExactly("open", "close");
        assertThat(events).isEmpty();
    }
}
