package io.earshot.bridge.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void shouldKeepTextOnOneLine() {
        assertThat(LogText.of("a\r\nb\u2028c d\u202ee\u0085")).isEqualTo("a__b_c_d_e_");
    }

    @Test
    void shouldCutLongText() {
        assertThat(LogText.of("x".repeat(10_000))).hasSize(120);
    }

    @Test
    void shouldShowThatThereIsNone() {
        assertThat(LogText.of("")).isEqualTo("-");
    }
}
