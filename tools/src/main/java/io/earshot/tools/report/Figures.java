package io.earshot.tools.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them. Stateless. */
final class Figures {
    /** Stands for a value that is not known. */
    static final String UNKNOWN = "-";

    private Figures() {}

    /** Milliseconds: whole from 100 on, else with one decimal. */
    static String ms(@Nullable Double ms) {
        if (ms == null) {
            return UNKNOWN;
        }
        return String.format(Locale.ROOT, Math.abs(ms) >= 99.95 ? "%.0f" : "%.1f", ms);
    }

    /** Milliseconds with a sign. */
    static String signedMs(@Nullable Double ms) {
        return ms == null ? UNKNOWN : String.format(Locale.ROOT, "%+.1f", Math.round(ms * 10) / 10.0 + 0.0);
    }

    /** A score with two decimals. */
    static String score(@Nullable Double score) {
        return score == null ? UNKNOWN : String.format(Locale.ROOT, "%.2f", score);
    }

    /** A count. */
    static String count(@Nullable Long count) {
        return count == null ? UNKNOWN : Long.toString(count);
    }

    /** A place in a call, minutes and seconds: {@code 0:07.3}. */
    static String clock(double ms) {
        long tenths = Math.round(Math.max(0, ms) / 100);
        return String.format(Locale.ROOT, "%d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
    }
}
