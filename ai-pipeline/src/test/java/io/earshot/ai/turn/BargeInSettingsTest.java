package io.earshot.ai.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BargeInSettingsTest {
    private final BargeInSettings settings = BargeInSettings.defaults();

    @ParameterizedTest
    @ValueSource(strings = {"wait", "No!", "okay but wait", "uh, stop", "42"})
    void shouldTakeWordsForAnInterruption(String text) {
        assertThat(settings.interrupts(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Uh-huh.", "yeah, okay", "Mhm...", "RIGHT"})
    void shouldTakeSignsOfListeningForNone(String text) {
        assertThat(settings.interrupts(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "...", "- -"})
    void shouldTakeNothingForNothing(String text) {
        assertThat(settings.interrupts(text)).isFalse();
    }

    @Test
    void shouldWaitForEnoughWords() {
        BargeInSettings three = new BargeInSettings(true, 80, 3, 1_000, Set.of());

        assertThat(three.interrupts("wait a")).isFalse();
        assertThat(three.interrupts("wait a moment")).isTrue();
    }

    @Test
    void shouldNameTheValueThatIsWrong() {
        assertThatThrownBy(() -> new BargeInSettings(true, 5, 0, 1_000, Set.of()))
                .hasMessage("barge-in.min-speech-ms must be 20 to 5000: 5");
        assertThatThrownBy(() -> new TurnSettings(TurnSettings.Mode.AUTO, 5, 6_000, 1_500, true))
                .hasMessage("turn.min-silence-ms must be 100 to 5000: 5");
    }
}
