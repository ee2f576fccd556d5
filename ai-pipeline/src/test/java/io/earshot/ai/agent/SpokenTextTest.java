package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpokenTextTest {
    private final SpokenText text = new SpokenText();

    @Test
    void shouldCountWordsOnceHalfOfThemWasHeard() {
        text.add("one two three four. ");
        text.words(List.of(0, 200, 400, 600));

        assertThat(text.heard(99, 0)).isEmpty();
        assertThat(text.heard(100, 0)).isEqualTo("one");
        assertThat(text.heard(490, 0)).isEqualTo("one two");
        assertThat(text.heard(500, 0)).isEqualTo("one two three");
        assertThat(text.heard(900, 0)).isEqualTo("one two three four.");
    }

    @Test
    void shouldGoByProportionWithoutWordTimes() {
        text.add("one two three four. ");

        assertThat(text.heard(500, 1_000)).isEqualTo("one two");
        assertThat(text.heard(1_000, 1_000)).isEqualTo("one two three four.");
    }

    @Test
    void shouldGoByUsualRateWhileTheLengthIsNotKnown() {
        text.add("one two three four five six seven. ");

        assertThat(text.heard(1_000, 0)).isEqualTo("one two three");
    }

    @Test
    void shouldHaveHeardNothingOfSilence() {
        text.add("one two three. ");

        assertThat(text.heard(0, 1_000)).isEmpty();
        assertThat(text.heard(0, 0)).isEmpty();
    }

    @Test
    void shouldNotRunBeyondTheText() {
        text.add("one two. ");
        text.words(List.of(0, 200, 400, 600, 800));

        assertThat(text.heard(5_000, 0)).isEqualTo("one two.");
    }
}
