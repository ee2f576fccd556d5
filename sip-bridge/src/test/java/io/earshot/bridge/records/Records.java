package io.earshot.bridge.records;

import java.time.Instant;
import java.util.List;

/** Records for tests. */
public final class Records {
    private Records() {}

    /** A call that ended. */
    public static CallRecord ended(String id) {
        return new CallRecord(
                id,
                "sip-" + id,
                "0".repeat(31) + "1",
                null,
                null,
                "a",
                "b",
                "t",
                "direct",
                null,
                null,
                Instant.EPOCH,
                1.0,
                2.0,
                "ended",
                null,
                "PCMU",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                CallRecord.Signalling.NONE,
                null,
                CallRecord.Figures.NONE,
                List.of(),
                null,
                CallRecord.Origin.NONE);
    }
}
