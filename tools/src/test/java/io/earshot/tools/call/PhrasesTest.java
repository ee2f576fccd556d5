package io.earshot.tools.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    @Test
    void shouldKnowTheRecordedPhrases() throws IOException {
        assertThat(Phrases.recorded("opening-hours", new Cue.Turn()).millis()).isBetween(2_000, 2_600);
        assertThatThrownBy(() -> Phrases.recorded("no-such-phrase", new Cue.Turn()))
                .hasMessageContaining("no recorded phrase");
    }

    @Test
    void shouldReadTheCueBehindTheName() throws IOException {
        assertThat(Phrases.parse("parking").cue()).isEqualTo(new Cue.Turn());
        assertThat(Phrases.parse("parking@1500").cue()).isEqualTo(new Cue.Clock(1_500));
        assertThat(Phrases.parse("stop-please@+800").cue()).isEqualTo(new Cue.Interruption(800));
    }
}
