package io.earshot.ai.provider.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.deepgram.DeepgramCore.Output;
import io.earshot.ai.stt.SttEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class V1CoreTest {
    private static final long MS = 1_000_000L;

    private final ProviderCounters counters = new ProviderCounters();
    private V1Core core = new V1Core("dg", DeepgramV1Config.defaults(), counters);
    private long nowNs = 1_000 * MS;

    @BeforeEach
    void open() {
        core.onOpen("req-1", nowNs);
        Say.drain(core);
    }

    private List<Output> on(String json) {
        core.onMessage(Say.bytes(json), nowNs);
        return Say.drain(core);
    }

    private static Output event(SttEvent event) {
        return new Output.Event(event);
    }

    private static Output text(String json) {
        return new Output.Text(json);
    }

    private void decideTurns() {
        core = new V1Core("dg", Configs.v1DecidingTurns(), counters);
        open();
    }

    private List<Output> at(long atNs) {
        nowNs = atNs;
        core.onDeadline(nowNs);
        return Say.drain(core);
    }

    @Test
    void shouldGiveTheTextOfTheWholeTurnFromItsStretches() {
        assertThat(on(Say.interim("my name")))
                .containsExactly(event(new SttEvent.SpeechStarted()), event(new SttEvent.Interim("my name")));
        assertThat(on(Say.results("My name is", true, false, false)))
                .containsExactly(event(new SttEvent.Final("My name is")));
        assertThat(on(Say.interim("anna"))).containsExactly(event(new SttEvent.Interim("My name is anna")));
        assertThat(on(Say.results("Anna.", true, false, false)))
                .containsExactly(event(new SttEvent.Final("My name is Anna.")));
    }

    @Test
    void shouldNotEndTurnsUnaskedWhenItDoesNotDecideThem() {
        on(Say.results("Hello.", true, true, false));
        assertThat(on("{\"type\":\"UtteranceEnd\",\"channel\":[0,1],\"last_word_end\":2.4}"))
                .isEmpty();
    }

    @Test
    void shouldEndTheTurnAtSpeechFinal() {
        decideTurns();
        on(Say.results("Hello", true, false, false));
        assertThat(on(Say.results("there.", true, true, false)))
                .containsExactly(event(new SttEvent.EndOfTurn("Hello there.")));
        assertThat(on("{\"type\":\"UtteranceEnd\",\"channel\":[0,1],\"last_word_end\":2.4}"))
                .isEmpty();
    }

    @Test
    void shouldEndTheTurnAtUtteranceEndWhenNoiseHidTheSilence() {
        decideTurns();
        on(Say.results("Hello.", true, false, false));
        assertThat(on("{\"type\":\"UtteranceEnd\",\"channel\":[0,1],\"last_word_end\":2.4}"))
                .containsExactly(event(new SttEvent.EndOfTurn("Hello.")));
    }

    @Test
    void shouldNotEndATurnWithoutWordsUnasked() {
        decideTurns();
        assertThat(on(Say.results("", true, true, false))).isEmpty();
    }

    @Test
    void shouldTellStartsOfSpeechOncePerUtterance() {
        String started = "{\"type\":\"SpeechStarted\",\"channel\":[0,1],\"timestamp\":1.1}";
        assertThat(on(started)).containsExactly(event(new SttEvent.SpeechStarted()));
        assertThat(on(started)).isEmpty();
        on(Say.results("", true, true, false));
        assertThat(on(started)).containsExactly(event(new SttEvent.SpeechStarted()));
    }

    @Test
    void shouldAskForWhatIsBufferedAndAnswerOnce() {
        on(Say.results("I would like", true, false, false));
        core.endTurn(nowNs);
        assertThat(Say.drain(core)).containsExactly(text("{\"type\":\"Finalize\"}"));
        assertThat(on(Say.results("a table", true, false, false)))
                .containsExactly(event(new SttEvent.Interim("I would like a table")));
        assertThat(on(Say.results("for two.", true, false, true)))
                .containsExactly(event(new SttEvent.EndOfTurn("I would like a table for two.")));
        assertThat(on(Say.interim("and"))).contains(event(new SttEvent.Interim("and")));
    }

    @Test
    void shouldAnswerWithWhatIsKnownWhenFinalizeIsNotAnswered() {
        on(Say.results("Yes", true, false, false));
        on(Say.interim("please"));
        core.endTurn(nowNs);
        Say.drain(core);
        long dueNs = nowNs + 1_000 * MS;

        assertThat(core.deadlineNs()).isEqualTo(dueNs);
        assertThat(at(dueNs)).containsExactly(event(new SttEvent.EndOfTurn("Yes please")));
        assertThat(on(Say.results("please.", true, false, true))).isEmpty();
        assertThat(on(Say.interim("so"))).contains(event(new SttEvent.Interim("so")));
        assertThat(counters.of(ProviderCounters.Event.LATE_MESSAGE)).isEqualTo(1);
    }

    @Test
    void shouldAnswerWithNothingWhenNothingWasHeard() {
        core.endTurn(nowNs);
        Say.drain(core);
        assertThat(at(core.deadlineNs())).containsExactly(event(new SttEvent.EndOfTurn("")));
    }

    @Test
    void shouldKeepTheConnectionAliveOnlyWhileNoAudioFlows() {
        core.onAudioSent(nowNs + 3_000 * MS);
        assertThat(core.deadlineNs()).isEqualTo(nowNs + 7_000 * MS);
        assertThat(at(nowNs + 4_000 * MS)).isEmpty();
        assertThat(at(1_000 * MS + 7_000 * MS)).containsExactly(text("{\"type\":\"KeepAlive\"}"));
        assertThat(core.deadlineNs()).isEqualTo(nowNs + 4_000 * MS);
    }

    @Test
    void shouldAskAgainOnANewConnectionWhenTheAnswerIsStillDue() {
        on(Say.results("Before", true, false, false));
        core.endTurn(nowNs);
        Say.drain(core);
        core.onDisconnected();
        core.onOpen("req-2", nowNs);

        assertThat(Say.drain(core))
                .containsExactly(
                        event(new SttEvent.Opened("req-2")), new Output.Ready(), text("{\"type\":\"Finalize\"}"));
        assertThat(on(Say.results("after.", true, false, true)))
                .contains(event(new SttEvent.EndOfTurn("Before after.")));
    }

    @Test
    void shouldGiveUpAConnectionThatIsSilentWhileAudioFlows() {
        nowNs += Duration.ofSeconds(6).toNanos();
        core.onAudioSent(nowNs);
        core.endTurn(nowNs);
        Say.drain(core);

        List<Output> outputs = at(nowNs + 1_000 * MS);
        assertThat(outputs.getFirst()).isEqualTo(event(new SttEvent.EndOfTurn("")));
        assertThat(outputs.getLast())
                .isInstanceOfSatisfying(
                        Output.Lost.class,
                        lost -> assertThat(lost.failure().kind()).isEqualTo(Kind.TIMEOUT));
    }

    @Test
    void shouldSkipWhatItDoesNotKnowAndCountIt() {
        assertThat(on("{\"type\":\"Sentiment\",\"value\":{\"deep\":[1,2]}}")).isEmpty();
        assertThat(on("{\"type\":\"Error\",\"variant\":\"SchemaError\",\"description\":\"no\"}"))
                .isEmpty();
        assertThat(on("[1]")).isEmpty();
        assertThat(on("{\"type\":\"Results\",\"channel\":")).isEmpty();
        assertThat(on("{\"type\":7,\"is_final\":\"x\"}")).isEmpty();
        assertThat(counters.of(ProviderCounters.Event.UNKNOWN_MESSAGE)).isEqualTo(2);
        assertThat(counters.of(ProviderCounters.Event.ERROR_MESSAGE)).isEqualTo(1);
        assertThat(counters.of(ProviderCounters.Event.MALFORMED_MESSAGE)).isEqualTo(2);
    }

    @Test
    void shouldGiveUpAConnectionThatTalksGarbage() {
        for (int i = 0; i < 9; i++) {
            assertThat(on("garbage")).isEmpty();
        }
        assertThat(on("garbage").getFirst())
                .isInstanceOfSatisfying(
                        Output.Lost.class,
                        lost -> assertThat(lost.failure().kind()).isEqualTo(Kind.PROTOCOL));
    }
}
