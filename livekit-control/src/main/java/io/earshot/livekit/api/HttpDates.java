package io.earshot.livekit.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times in HTTP headers (RFC 9110, sections 5.6.7 and 10.2.3). */
final class HttpDates {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private HttpDates() {}

    /** The time in a {@code Date} header, or null when there is none. */
    static @Nullable Instant read(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException notOne) {
            return null;
        }
    }

    /** The seconds in a {@code Retry-After} header, bounded; zero when there are none. */
    static Duration wait(@Nullable String header) {
        try {
            Duration asked = Duration.ofSeconds(header == null ? 0 : Math.max(0, Integer.parseInt(header.strip())));
            return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
        } catch (NumberFormatException notSeconds) {
            return Duration.ZERO;
        }
    }
}
