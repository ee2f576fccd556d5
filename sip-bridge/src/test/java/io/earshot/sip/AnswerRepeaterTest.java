package io.earshot.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerRepeaterTest {

    private static final long MS = 1_000_000;

    @Test
    void shouldRepeatWithDoublingIntervalsAndGiveUpAfter64TimesT1() {
        AnswerRepeater repeater = new AnswerRepeater(500 * MS, 0);
        List<Long> repeats = new ArrayList<>();
        long now = repeater.deadlineNs();
        while (repeater.onDeadline(now) == AnswerRepeater.Due.REPEAT) {
            repeats.add(now / MS);
            now = repeater.deadlineNs();
        }
        assertThat(repeats).containsExactly(500L, 1500L, 3500L, 7500L, 11500L, 15500L, 19500L, 23500L, 27500L, 31500L);
        assertThat(now).isEqualTo(32_000 * MS);
        assertThat(repeater.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldStopWhenAcknowledged() {
        AnswerRepeater repeater = new AnswerRepeater(500 * MS, 0);
        repeater.acknowledge();
        assertThat(repeater.onDeadline(40_000 * MS)).isEqualTo(AnswerRepeater.Due.NOTHING);
    }

    @Test
    void shouldNotRepeatEarly() {
        AnswerRepeater repeater = new AnswerRepeater(500 * MS, 0);
        assertThat(repeater.onDeadline(499 * MS)).isEqualTo(AnswerRepeater.Due.NOTHING);
    }
}
