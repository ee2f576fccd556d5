package io.earshot.tools.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of LiveKit's logs: JSON ({@code json: true}), or columns with tabs between and JSON at the end ({@code json: false}), with whatever docker,
 * kubectl or journald put before it. Immutable.
 *
 * @param known whether it has one of these forms
 * @param message what happened
 * @param second when, seconds since 1970; 0 when the line does not tell
 * @param fields its fields; empty when it was cut
 */
record LogLine(boolean known, String message, double second, JsonNode fields) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)");
    private static final Pattern COLUMNS = Pattern.compile("\\t(?:DEBUG|INFO|WARN|ERROR|FATAL|PANIC)\\t");

    /** Reads a line. */
    static LogLine of(String line) {
        String plain = line.indexOf('\u001b') < 0 ? line : line.replaceAll("\u001b\\[[0-9;]*m", "");
        int brace = plain.indexOf("{\"");
        String before = brace < 0 ? plain : plain.substring(0, brace);
        JsonNode fields = brace < 0 ? JSON.createObjectNode() : fields(plain.substring(brace));
        if (fields.hasNonNull("msg") && (fields.hasNonNull("level") || fields.hasNonNull("ts"))) {
            return new LogLine(true, fields.path("msg").asText(), time(fields.path("ts")), fields);
        }
        String[] columns = before.stripTrailing().split("\t");
        return new LogLine(COLUMNS.matcher(before).find(), columns[columns.length - 1].strip(), time(before), fields);
    }

    private static JsonNode fields(String json) {
        try {
            JsonNode read = JSON.readTree(json);
            return read == null ? JSON.createObjectNode() : read;
        } catch (JsonProcessingException cut) {
            return JSON.createObjectNode();
        }
    }

    /** Seconds as a number, as most versions write it, or the time in words. */
    private static double time(JsonNode ts) {
        return ts.isTextual() ? time(ts.asText()) : ts.asDouble();
    }

    private static double time(String text) {
        Matcher found = TIME.matcher(text);
        if (!found.find()) {
            return 0;
        }
        try {
            Instant time = OffsetDateTime.parse(found.group().replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                    .toInstant();
            return time.getEpochSecond() + time.getNano() / 1e9;
        } catch (DateTimeException none) {
            return 0;
        }
    }

    /** A field as text, or empty. */
    String field(String name) {
        return fields.path(name).asText();
    }
}
