package io.earshot.ai.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads how long a vendor asks to wait (RFC 9110 section 10.2.3, and the vendors' {@code retry-after-ms}). Stateless. */
public final class RetryAfter {
    private static final long LONGEST_MS = Duration.ofHours(24).toMillis();

    private RetryAfter() {}

    /**
     * The wait in milliseconds (0 to one day), or -1 when neither header says anything readable.
     *
     * @param retryAfterMs value of {@code retry-after-ms}: milliseconds
     * @param retryAfter value of {@code retry-after}: seconds, whole or with a fraction, or an HTTP date
     * @param now wall clock, against which a date is read
     */
    public static long millis(@Nullable String retryAfterMs, @Nullable String retryAfter, Instant now) {
        long millis = number(retryAfterMs, 1);
        if (millis < 0) {
            millis = number(retryAfter, 1_000);
        }
        if (millis < 0) {
            millis = date(retryAfter, now);
        }
        return Math.min(millis, LONGEST_MS);
    }

    private static long number(@Nullable String text, int unitMs) {
        if (text == null) {
            return -1;
        }
        try {
            double value = Double.parseDouble(text.strip());
            return value >= 0 && value <= LONGEST_MS ? (long) Math.ceil(value * unitMs) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static long date(@Nullable String text, Instant now) {
        if (text == null) {
            return -1;
        }
        try {
            Instant at = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Math.max(0, Duration.between(now, at).toMillis());
        } catch (DateTimeParseException e) {
            return -1;
        }
    }
}
