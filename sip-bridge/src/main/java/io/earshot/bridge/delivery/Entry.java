package io.earshot.bridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A line of a journal as receivers need it. Immutable; the record is not copied.
 *
 * @param event {@code started}, {@code answered} or {@code ended}
 * @param callId our id of the call
 * @param at when it happened
 * @param record the call's record then, one line of JSON
 */
public record Entry(String event, String callId, Instant at, JsonNode record) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What receivers know an entry by, to drop what comes twice: the same at every attempt, and no other entry's. */
    public String id() {
        return callId + "." + event;
    }

    /** The line of an event in a journal of events; {@code record} is JSON. */
    public static byte[] line(String event, Instant at, byte[] record) {
        String head = "{\"event\":\"" + event + "\",\"at\":\"" + at + "\",\"record\":";
        byte[] before = head.getBytes(StandardCharsets.UTF_8);
        byte[] line = Arrays.copyOf(before, before.length + record.length + 1);
        System.arraycopy(record, 0, line, before.length, record.length);
        line[line.length - 1] = '}';
        return line;
    }

    /** Reads a line: an event, or the record of an ended call. Empty when it is neither. */
    static Optional<Entry> read(byte[] line) {
        try {
            JsonNode json = JSON.readTree(line);
            boolean isEvent = json.has("event");
            JsonNode record = isEvent ? json.path("record") : json;
            String callId = record.path("callId").asText();
            if (callId.isEmpty()) {
                return Optional.empty();
            }
            Instant at = isEvent
                    ? Instant.parse(json.path("at").asText())
                    : Instant.parse(record.path("startedAt").asText())
                            .plusNanos((long) (record.path("endedMs").asDouble() * 1e6));
            return Optional.of(new Entry(isEvent ? json.path("event").asText() : "ended", callId, at, record));
        } catch (IOException | DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
