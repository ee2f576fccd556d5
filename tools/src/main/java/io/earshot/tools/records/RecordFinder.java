package io.earshot.tools.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.records.JournalReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Finds records of a journal by what somebody knows of a call. Confined to one thread. */
public final class RecordFinder {
    /** The latest calls that a number stands for. */
    private static final int MOST = 5;

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordFinder() {}

    /**
     * Records of the call with this id of ours, of LiveKit's, SIP Call-ID or trace; without one, of the latest calls from or to a number
     * or URI that holds the text.
     */
    public static List<JsonNode> find(Path journal, String wanted) throws IOException {
        List<JsonNode> exact = new ArrayList<>();
        Deque<JsonNode> latest = new ArrayDeque<>();
        try (JournalReader reader = JournalReader.of(journal)) {
            for (JournalReader.Line line = reader.next(); line != null; line = reader.next()) {
                String text = new String(line.json(), StandardCharsets.UTF_8);
                if (text.contains(wanted)) {
                    sort(text, wanted, exact, latest);
                }
            }
        }
        return exact.isEmpty() ? List.copyOf(latest) : exact;
    }

    private static void sort(String text, String wanted, List<JsonNode> exact, Deque<JsonNode> latest) {
        JsonNode record;
        try {
            record = JSON.readTree(text);
        } catch (JsonProcessingException noRecord) {
            return;
        }
        if (is(record, "callId", wanted)
                || is(record, "sipCallId", wanted)
                || is(record, "livekitCallId", wanted)
                || is(record, "traceId", wanted)) {
            exact.add(record);
        } else if (record.path("from").asText().contains(wanted)
                || record.path("to").asText().contains(wanted)) {
            latest.addLast(record);
            if (latest.size() > MOST) {
                latest.removeFirst();
            }
        }
    }

    private static boolean is(JsonNode record, String field, String wanted) {
        return record.path(field).asText().equals(wanted);
    }
}
