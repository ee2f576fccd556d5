package io.earshot.tools.doctor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts what a log complains about: when, and for whose calls. It quotes no line, since LiveKit's logs hold whole tokens. Mutable; one thread.
 */
final class LogReview {
    private static final int CALLS_KEPT = 10_000;

    /** What was read of a call so far. */
    private static final class Story {
        private String caller = "";
        private String number = "";
        private double second;
        private boolean waits;
        private boolean asked;
        private boolean proven;
        private boolean accepted;
    }

    private final Map<LogSymptom, LogTimes> seen = new EnumMap<>(LogSymptom.class);
    private final Map<String, Story> calls = new LinkedHashMap<>();
    private final Map<String, Story> dialogs = new LinkedHashMap<>();
    private long lines;
    private boolean tokens;
    private boolean known;

    /** Takes a line. */
    void add(String text) {
        lines++;
        String lower = text.toLowerCase(Locale.ROOT);
        tokens |= lower.contains("token") && text.contains("eyJ");
        Optional<LogSymptom> symptom = LogSymptom.of(lower);
        if (symptom.isEmpty() && known && !text.contains("\"callID\"")) {
            return;
        }
        LogLine line = LogLine.of(text);
        known |= line.known() || symptom.isPresent();
        Story story = story(line);
        symptom.ifPresent(it -> note(it, line, story));
        ended(line, story);
    }

    /** What is known of the line's call; callers and numbers stand only in some of its lines. */
    private Story story(LogLine line) {
        String id = line.field("callID");
        if (id.isEmpty()) {
            return new Story();
        }
        bound(calls);
        bound(dialogs);
        // A call that is tried again with credentials has another id of LiveKit's, and the same Call-ID.
        String key = line.fields().path("sipCallID").asText(id);
        Story story = calls.computeIfAbsent(id, _ -> dialogs.computeIfAbsent(key, _ -> new Story()));
        story.caller = line.fields().path("fromUser").asText(story.caller);
        story.number = line.fields().path("toUser").asText(story.number);
        story.waits |= line.message().startsWith("Waiting for track subscription");
        story.accepted |= line.message().startsWith("Accepting the call");
        story.asked |= line.message().contains("Sending 407");
        story.proven |= line.message().startsWith("SIP invite authentication successful");
        story.second = line.second();
        return story;
    }

    /** A call that ended while it rang for want of anybody in its room. */
    private void ended(LogLine line, Story story) {
        if (line.message().equals("SIP call ended") && story.waits && !story.accepted) {
            note(LogSymptom.NOBODY_IN_ROOM, line, story);
        }
    }

    private static void bound(Map<String, Story> stories) {
        if (stories.size() >= CALLS_KEPT) {
            stories.remove(stories.keySet().iterator().next());
        }
    }

    private void note(LogSymptom symptom, LogLine line, Story story) {
        times(symptom).add(line.second(), line.field("callID"), story.caller, story.number);
    }

    private LogTimes times(LogSymptom symptom) {
        return seen.computeIfAbsent(symptom, _ -> new LogTimes());
    }

    Verdict verdict() {
        List<Finding> findings = new ArrayList<>();
        for (Story each : Set.copyOf(dialogs.values())) {
            if (each.asked && !each.proven) {
                times(LogSymptom.TRUNK_PASSWORD).add(each.second, "", each.caller, each.number);
            }
        }
        seen.forEach((symptom, times) -> findings.add(symptom.finding(times.words())));
        if (tokens) {
            findings.add(Finding.warning(
                    FaultClass.KEY,
                    "the log holds whole tokens, as LiveKit writes them when they are refused",
                    "Let nobody read it who may not join rooms, and send it to nobody as it is."));
        }
        if (lines > 0 && !known) {
            findings.add(Finding.warning(
                    FaultClass.CONFIGURATION,
                    "no line of the log looks like one of livekit-sip or livekit-server",
                    "Name the log of one of them (docker logs, journalctl -u, kubectl logs), JSON or console."));
        }
        return Verdict.of(lines + " lines, " + calls.size() + " calls", findings);
    }
}
