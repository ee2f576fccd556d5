package io.earshot.bridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinDialogTest {
    private final PinDialog dialog = new PinDialog(3);

    @Test
    void shouldGiveThePinAtTheHashKey() {
        assertThat(keys("471")).isEmpty();
        assertThat(keys("1#")).contains("4711");
        assertThat(keys("2#")).as("the next starts afresh").contains("2");
    }

    @Test
    void shouldStartAgainAtTheStarKey() {
        assertThat(keys("99*4711#")).contains("4711");
    }

    @Test
    void shouldGiveAnEmptyPin() {
        assertThat(keys("#")).contains("");
    }

    @Test
    void shouldNotGrowWithKeysThatNobodyEnds() {
        assertThat(keys("1".repeat(10_000) + "#").orElseThrow()).hasSize(PinDialog.LONGEST + 1);
    }

    @Test
    void shouldCountTries() {
        assertThat(dialog.wrong()).isTrue();
        assertThat(dialog.wrong()).isTrue();
        assertThat(dialog.wrong()).isFalse();
    }

    private Optional<String> keys(String pressed) {
        Optional<String> last = Optional.empty();
        for (char key : pressed.toCharArray()) {
            last = dialog.onKey(key);
        }
        return last;
    }
}
