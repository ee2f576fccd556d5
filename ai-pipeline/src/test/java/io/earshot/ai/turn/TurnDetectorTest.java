package io.earshot.ai.turn;

import static io.earshot.ai.turn.TurnDetector.Verdict.ASK_FINAL;
import static io.earshot.ai.turn.TurnDetector.Verdict.EAGER;
import static io.earshot.ai.turn.TurnDetector.Verdict.NONE;
import static io.earshot.ai.turn.TurnDetector.Verdict.NO_WORDS;
import static io.earshot.ai.turn.TurnDetector.Verdict.OVER;
import static io.earshot.ai.turn.TurnDetector.Verdict.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.stt.SttEvent;
import org.junit.jupiter.api.Test;

class TurnDetectorTest {
    private static final long MS = 1_000_000L;

    private final TurnDetector local = new TurnDetector(TurnSettings.defaults(), true);
    private final TurnDetector provider = new TurnDetector(TurnSettings.defaults(), false);

    @Test
    void shouldBeIdleWhileNobodySpeaks() {
        assertThat(local.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(local.onDeadline(1_000 * MS)).isEqualTo(NONE);
        assertThat(provider.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldCountSilenceFromTheLastSpeechAndNotFromItsDetection() {
        local.onSpeechStart();
        local.onSpeechEnd(1_000 * MS);

        assertThat(local.deadlineNs()).isEqualTo(1_500 * MS);
        assertThat(local.onDeadline(1_499 * MS)).isEqualTo(NONE);
        assertThat(local.onDeadline(1_500 * MS)).isEqualTo(ASK_FINAL);
        assertThat(local.onStt(new SttEvent.Final("hello"), 1_600 * MS)).isEqualTo(OVER);
        assertThat(local.text()).isEqualTo("hello");
        assertThat(local.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldIgnoreRecognisersOwnEndsWhereWeDecide() {
        local.onSpeechStart();

        assertThat(local.onStt(new SttEvent.EndOfTurn("hello"), 0)).isEqualTo(NONE);
        assertThat(local.onStt(new SttEvent.EagerEndOfTurn("hello", 0.9), 0)).isEqualTo(NONE);
        assertThat(local.onStt(new SttEvent.TurnResumed(), 0)).isEqualTo(NONE);
    }

    @Test
    void shouldFollowTheRecogniserWhereItDecides() {
        provider.onSpeechStart();

        assertThat(provider.onStt(new SttEvent.Interim("hel"), 0)).isEqualTo(NONE);
        assertThat(provider.onStt(new SttEvent.EagerEndOfTurn("hello", 0.6), 0)).isEqualTo(EAGER);
        assertThat(provider.text()).isEqualTo("hello");
        assertThat(provider.onStt(new SttEvent.TurnResumed(), 0)).isEqualTo(RESUMED);
        assertThat(provider.onStt(new SttEvent.EndOfTurn("hello you"), 0)).isEqualTo(OVER);
        assertThat(provider.text()).isEqualTo("hello you");
    }

    @Test
    void shouldDecideInTheEndWhenTheRecogniserDoesNot() {
        provider.onSpeechStart();
        provider.onStt(new SttEvent.Interim("hello"), 0);
        provider.onSpeechEnd(0);

        assertThat(provider.onDeadline(6_000 * MS)).isEqualTo(ASK_FINAL);
        assertThat(provider.onDeadline(7_500 * MS)).isEqualTo(OVER);
        assertThat(provider.text()).isEqualTo("hello");
    }

    @Test
    void shouldNotTakeTheEndOfSpeechAfterTheTurnForAnotherTurn() {
        provider.onSpeechStart();
        provider.onStt(new SttEvent.EndOfTurn("hello"), 100 * MS);
        provider.onSpeechEnd(90 * MS);

        assertThat(provider.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldNoticeWordsThatTheVoiceDetectorMissed() {
        provider.onStt(new SttEvent.Interim("hello"), 0);

        assertThat(provider.deadlineNs()).isEqualTo(6_000 * MS);
    }

    @Test
    void shouldSayWhenThereWereNoWords() {
        local.onSpeechStart();
        local.onSpeechEnd(0);
        local.onDeadline(500 * MS);

        assertThat(local.onDeadline(2_000 * MS)).isEqualTo(NO_WORDS);
    }

    @Test
    void shouldTakeAnAnswerGivenTwiceForOne() {
        local.onSpeechStart();
        local.onSpeechEnd(0);
        local.onDeadline(500 * MS);
        assertThat(local.onStt(new SttEvent.Final("hello"), 600 * MS)).isEqualTo(OVER);

        assertThat(local.onStt(new SttEvent.EndOfTurn("hello"), 600 * MS)).isEqualTo(NONE);
        assertThat(local.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldIgnoreTextThatComesAfterWeWentOnWithoutIt() {
        local.onSpeechStart();
        local.onStt(new SttEvent.Interim("hello"), 0);
        local.onSpeechEnd(0);
        local.onDeadline(500 * MS);
        assertThat(local.onDeadline(2_000 * MS)).isEqualTo(OVER);

        assertThat(local.onStt(new SttEvent.Final("hello."), 2_100 * MS)).isEqualTo(NONE);
        assertThat(local.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }
}
