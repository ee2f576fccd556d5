package io.earshot.bridge.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes records of calls that ended with an earlier process: what was known of them when they began or were answered, with the end
 * {@code interrupted} by the {@code bridge}. Stateless.
 */
public final class InterruptedCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Q.850: temporary failure. */
    private static final int TEMPORARY_FAILURE = 41;

    private static final int OK = 200;

    private InterruptedCalls() {}

    /**
     * Records of those calls that have none yet.
     *
     * @param left what the earlier process knew of running calls
     * @param recorded ids of calls that have a record: their process was killed before it could forget them
     * @param lastAlive when that process was last known to live
     */
    public static List<byte[]> records(List<byte[]> left, Set<String> recorded, Instant lastAlive) {
        List<byte[]> records = new ArrayList<>();
        for (byte[] known : left) {
            try {
                JsonNode call = JSON.readTree(known);
                if (call instanceof ObjectNode record
                        && !recorded.contains(record.path("callId").asText())) {
                    records.add(RecordJson.bytes(ended(record, lastAlive)));
                }
            } catch (IOException | DateTimeException torn) {
                // A slot that no process wrote in one piece says nothing that could be told.
            }
        }
        return records;
    }

    private static ObjectNode ended(ObjectNode record, Instant lastAlive) {
        Instant startedAt = Instant.parse(record.path("startedAt").asText());
        double answeredMs = record.path("answeredMs").asDouble(0);
        double endedMs = Math.max(answeredMs, (double) (lastAlive.toEpochMilli() - startedAt.toEpochMilli()));
        boolean answered = record.has("answeredMs");
        record.put("endedMs", endedMs).put("state", "ended");
        record.putObject("end")
                .put("reason", "interrupted")
                .put("by", "bridge")
                .put("detail", "the bridge's process ended during the call; it was last seen alive at " + lastAlive)
                .put("sipStatus", answered ? OK : 0)
                .put("q850", TEMPORARY_FAILURE)
                .put("livekit", "UNKNOWN_REASON");
        if (answered && record.get("signalling") instanceof ObjectNode signalling) {
            signalling.put("sessionMs", endedMs - answeredMs);
        }
        if (record.get("recording") instanceof ObjectNode recording) {
            recording.put("seconds", (endedMs - answeredMs) / 1_000);
        }
        return record;
    }
}
