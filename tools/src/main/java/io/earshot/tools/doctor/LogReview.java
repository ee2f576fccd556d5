package io.earshot.tools.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    private static final ObjectMapper JSON = new ObjectMapper();
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

    /** Takes a line. */
    void add(String line) {
        lines++;
        String lower = line.toLowerCase(Locale.ROOT);
        tokens |= lower.contains("token") && line.contains("eyJ");
        Optional<LogSymptom> symptom = LogSymptom.of(lower);
        if (symptom.isEmpty() && !line.contains("\"callID\"")) {
            return;
        }
        JsonNode fields = fields(line);
        Story story = story(fields);
        symptom.ifPresent(it -> note(it, fields, story));
        ended(fields, story);
    }

    private static JsonNode fields(String line) {
        try {
            JsonNode read = line.startsWith("{") ? JSON.readTree(line) : null;
            return read == null ? JSON.createObjectNode() : read;
        } catch (JsonProcessingException cut) {
            return JSON.createObjectNode();
        }
    }

    /** What is known of the line's call; callers and numbers stand only in some of its lines. */
    private Story story(JsonNode fields) {
        String id = fields.path("callID").asText();
        if (id.isEmpty()) {
            return new Story();
        }
        bound(calls);
        bound(dialogs);
        // A call that is tried again with credentials has another id of LiveKit's, and the same Call-ID.
        String key = fields.path("sipCallID").asText(id);
        Story story = calls.computeIfAbsent(id, _ -> dialogs.computeIfAbsent(key, _ -> new Story()));
        story.caller = fields.path("fromUser").asText(story.caller);
        story.number = fields.path("toUser").asText(story.number);
        String message = fields.path("msg").asText();
        story.waits |= message.startsWith("Waiting for track subscription");
        story.accepted |= message.startsWith("Accepting the call");
        story.asked |= message.contains("Sending 407");
        story.proven |= message.startsWith("SIP invite authentication successful");
        story.second = fields.path("ts").asDouble();
        return story;
    }

    /** A call that ended while it rang for want of anybody in its room. */
    private void ended(JsonNode fields, Story story) {
        if (fields.path("msg").asText().equals("SIP call ended") && story.waits && !story.accepted) {
            note(LogSymptom.NOBODY_IN_ROOM, fields, story);
        }
    }

    private static void bound(Map<String, Story> stories) {
        if (stories.size() >= CALLS_KEPT) {
            stories.remove(stories.keySet().iterator().next());
        }
    }

    private void note(LogSymptom symptom, JsonNode fields, Story story) {
        times(symptom).add(fields.path("ts").asDouble(), fields.path("callID").asText(), story.caller, story.number);
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
        return Verdict.of(lines + " lines, " + calls.size() + " calls", findings);
    }
}
