package io.earshot.ai.provider.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderFailure.Kind;
import io.earshot.ai.provider.deepgram.DeepgramCore.Output;
import io.earshot.ai.stt.SttEvent;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FluxCoreTest {
    private static final long MS = 1_000_000L;
    private static final String CONNECTED = "{\"type\":\"Connected\",\"request_id\":\"r-9\",\"sequence_id\":0}";

    private final ProviderCounters counters = new ProviderCounters();
    private final FluxCore core = new FluxCore("flux", DeepgramFluxConfig.defaults(), counters);
    private long nowNs = 1_000 * MS;

    @BeforeEach
    void open() {
        core.onOpen("handshake-id", nowNs);
    }

    private List<Output> on(String json) {
        core.onMessage(Say.bytes(json), nowNs);
        return Say.drain(core);
    }

    private List<Output> at(long atNs) {
        nowNs = atNs;
        core.onDeadline(nowNs);
        return Say.drain(core);
    }

    private static Output event(SttEvent event) {
        return new Output.Event(event);
    }

    @Test
    void shouldBeReadyOnlyAfterTheFirstMessage() {
        assertThat(Say.drain(core)).isEmpty();
        assertThat(on(CONNECTED)).containsExactly(event(new SttEvent.Opened("r-9")), new Output.Ready());
    }

    @Test
    void shouldTellATurnFromStartToEnd() {
        on(CONNECTED);
        assertThat(on(Say.turn("StartOfTurn", 0, "I")))
                .containsExactly(event(new SttEvent.SpeechStarted()), event(new SttEvent.Interim("I")));
        assertThat(on(Say.turn("Update", 0, "I"))).isEmpty();
        assertThat(on(Say.turn("Update", 0, "I need help")))
                .containsExactly(event(new SttEvent.Interim("I need help")));
        assertThat(on(Say.turn("EagerEndOfTurn", 0, "I need help.")))
                .containsExactly(event(new SttEvent.EagerEndOfTurn("I need help.", 0.62)));
        assertThat(on(Say.turn("TurnResumed", 0, "I need help. With")))
                .containsExactly(event(new SttEvent.TurnResumed()), event(new SttEvent.Interim("I need help. With")));
        assertThat(on(Say.turn("EndOfTurn", 0, "I need help. With my bill.")))
                .containsExactly(event(new SttEvent.EndOfTurn("I need help. With my bill.")));
        assertThat(on(Say.turn("Update", 1, ""))).isEmpty();
    }

    @Test
    void shouldForceTheEndOfTheTurn() {
        on(CONNECTED);
        on(Say.turn("StartOfTurn", 0, "Hello"));
        core.endTurn(nowNs);
        assertThat(Say.drain(core)).containsExactly(new Output.Text("{\"type\":\"ForceEndTurn\"}"));
        assertThat(on(Say.turn("EndOfTurn", 0, "Hello there.")))
                .containsExactly(event(new SttEvent.EndOfTurn("Hello there.")));
        assertThat(at(nowNs + 400 * MS)).isEmpty();
    }

    @Test
    void shouldAnswerItselfWhenForcingIsNotAnsweredAndNotRepeatThoseWords() {
        on(CONNECTED);
        on(Say.turn("StartOfTurn", 0, "Hello"));
        core.endTurn(nowNs);
        Say.drain(core);

        assertThat(at(nowNs + 1_000 * MS)).contains(event(new SttEvent.EndOfTurn("Hello")));
        assertThat(on(Say.turn("Update", 0, "Hello are you there")))
                .containsExactly(event(new SttEvent.Interim("are you there")));
        assertThat(on(Say.turn("EndOfTurn", 0, "Hello are you there?")))
                .containsExactly(event(new SttEvent.EndOfTurn("are you there?")));
        assertThat(on(Say.turn("StartOfTurn", 1, "Hello"))).contains(event(new SttEvent.Interim("Hello")));
    }

    @Test
    void shouldDropTheLateEndOfATurnThatItAnswered() {
        on(CONNECTED);
        on(Say.turn("StartOfTurn", 0, "Hello"));
        core.endTurn(nowNs);
        at(nowNs + 1_000 * MS);
        assertThat(on(Say.turn("EndOfTurn", 0, "Hello"))).isEmpty();
    }

    @Test
    void shouldSendSilenceWhenAudioPausesInATurn() {
        on(CONNECTED);
        core.onAudioSent(nowNs);
        on(Say.turn("StartOfTurn", 0, "Hello"));

        assertThat(core.deadlineNs()).isEqualTo(nowNs + 500 * MS);
        assertThat(at(nowNs + 500 * MS)).containsExactly(new Output.Silence(500));
        assertThat(core.deadlineNs()).isEqualTo(nowNs + 500 * MS);
    }

    @Test
    void shouldSendALittleSilenceNowAndThenBetweenTurns() {
        on(CONNECTED);
        assertThat(core.deadlineNs()).isEqualTo(nowNs + 4_000 * MS);
        assertThat(at(nowNs + 4_000 * MS)).containsExactly(new Output.Silence(100));
    }

    @Test
    void shouldCarryTheOpenTurnOverToANewConnection() {
        on(CONNECTED);
        on(Say.turn("StartOfTurn", 0, "My number is"));
        core.onDisconnected();
        core.onOpen("", nowNs);
        on(CONNECTED);
        on(Say.turn("StartOfTurn", 0, "four"));

        assertThat(on(Say.turn("EndOfTurn", 0, "four two.")))
                .containsExactly(event(new SttEvent.EndOfTurn("My number is four two.")));
        on(Say.turn("StartOfTurn", 1, ""));
        assertThat(on(Say.turn("EndOfTurn", 1, "Bye."))).containsExactly(event(new SttEvent.EndOfTurn("Bye.")));
    }

    @Test
    void shouldGiveUpAConnectionThatIsSilentInATurn() {
        on(CONNECTED);
        on(Say.turn("StartOfTurn", 0, "Hello"));
        nowNs += 4_900 * MS;
        core.onAudioSent(nowNs);

        assertThat(core.deadlineNs()).isEqualTo(nowNs + 100 * MS);
        assertThat(at(nowNs + 100 * MS).getLast())
                .isInstanceOfSatisfying(
                        Output.Lost.class,
                        lost -> assertThat(lost.failure().kind()).isEqualTo(Kind.TIMEOUT));
    }

    @Test
    void shouldEndTheConnectionOnAnErrorMessage() {
        on(CONNECTED);
        assertThat(on("{\"type\":\"Error\",\"code\":\"INTERNAL_SERVER_ERROR\",\"description\":\"sorry\"}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Output.Lost.class,
                        lost -> assertThat(lost.failure().kind()).isEqualTo(Kind.SERVER_ERROR));
        assertThat(on("{\"type\":\"Error\",\"code\":\"UNPARSABLE_CLIENT_MESSAGE\",\"description\":\"ours\"}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Output.Lost.class,
                        lost -> assertThat(lost.failure().kind()).isEqualTo(Kind.BAD_REQUEST));
    }
}
