package io.earshot.tools.doctor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts what a log complains about. It quotes no line, since LiveKit's logs hold whole tokens. Mutable; one thread.
 */
final class LogReview {
    private final Map<LogSymptom, Long> counts = new EnumMap<>(LogSymptom.class);
    private long lines;
    private boolean tokens;

    /** Takes a line. */
    void add(String line) {
        lines++;
        String lower = line.toLowerCase(Locale.ROOT);
        LogSymptom.of(lower).ifPresent(it -> counts.merge(it, 1L, Long::sum));
        tokens |= lower.contains("token") && line.contains("eyJ");
    }

    Verdict verdict() {
        List<Finding> findings = new ArrayList<>();
        counts.forEach((symptom, times) -> findings.add(symptom.finding(times)));
        if (tokens) {
            findings.add(Finding.warning(
                    FaultClass.KEY,
                    "the log holds whole tokens, as LiveKit writes them when they are refused",
                    "Let nobody read it who may not join rooms, and send it to nobody as it is."));
        }
        return Verdict.of(lines + " lines", findings);
    }
}
