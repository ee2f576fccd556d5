package io.earshot.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            value = {
                "-, -, -1",
                "-, 3, 3000",
                "-, 0.25, 250",
                "1500, 60, 1500",
                "x, 2, 2000",
                "-, 'Fri, 20 Nov 2026 10:00:05 GMT', 5000",
                "-, 'Fri, 20 Nov 2026 09:00:00 GMT', 0",
                "-, soon, -1",
                "-, -5, -1",
                "-, NaN, -1",
                "-, 1e30, -1"
            },
            nullValues = "-")
    void shouldReadTheWaitInMilliseconds(String millis, String seconds, long expected) {
        assertThat(RetryAfter.millis(millis, seconds, NOW)).isEqualTo(expected);
    }
}
