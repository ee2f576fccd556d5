package io.earshot.perf.witness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.records.JournalReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a journal says of calls, by their Call-IDs. Confined to one thread. */
public final class RecordsSeen {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, String> reasons = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    private RecordsSeen() {}

    /**
     * Reads a journal with all its files.
     *
     * @throws IOException when a line is no record, or cannot be read
     */
    public static RecordsSeen of(Path journal) throws IOException {
        RecordsSeen seen = new RecordsSeen();
        try (JournalReader reader = JournalReader.of(journal)) {
            for (JournalReader.Line line = reader.next(); line != null; line = reader.next()) {
                seen.add(JSON.readTree(new String(line.json(), StandardCharsets.UTF_8)));
            }
        }
        return seen;
    }

    private void add(JsonNode record) {
        String callId = record.path("sipCallId").asText();
        counts.merge(callId, 1, Integer::sum);
        reasons.put(callId, record.path("end").path("reason").asText());
        ids.put(callId, record.path("callId").asText());
    }

    /** Records in all. */
    public int records() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Calls with more than one record. */
    public long doubled() {
        return counts.values().stream().filter(count -> count > 1).count();
    }

    /** Whether that call has a record. */
    public boolean has(WitnessedCall call) {
        return counts.containsKey(call.callId());
    }

    /** How that call ended, or an empty text without a record. */
    public String reason(WitnessedCall call) {
        return reasons.getOrDefault(call.callId(), "");
    }

    /** The bridge's own ids by Call-ID. */
    public Map<String, String> ids() {
        return Map.copyOf(ids);
    }
}
