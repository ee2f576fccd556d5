package io.earshot.bridge.records;

import java.time.Instant;
import java.util.List;
import java.util.Map;

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
                "inbound",
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

    /** A call of which everything is known. */
    public static CallRecord full(String id) {
        CallRecord.Stream stream = new CallRecord.Stream(100, 1L, 0L, 2.5, 20.0, 90.0, 4.3);
        CallRecord.Relayed relayed = new CallRecord.Relayed(20, 0, 20, 5_000, 0, 0, 0);
        return new CallRecord(
                id,
                "sip-" + id,
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                "SCL_x",
                "x",
                "x",
                "x",
                "x",
                "inbound",
                "room",
                "PA_x",
                Instant.EPOCH,
                40.0,
                5_040.0,
                "ended",
                new CallRecord.End("caller_hung_up", "caller", "", 200, 16, "CLIENT_INITIATED"),
                "PCMU",
                List.of(new CallRecord.Line("caller", "hello", 100, false)),
                List.of(new CallRecord.Turn(1, "answered", 100, 300, Map.of("first-token", 200.0), 1)),
                List.of(new CallRecord.BargeIn(90, true)),
                List.of("LLM groq TIMEOUT"),
                List.of(new CallRecord.Event("ringing", 10, "")),
                new CallRecord.Quality(stream, stream, 12.5, Map.of("malformed", 0L)),
                new CallRecord.RoomAudio(relayed, Map.of("TR_x", relayed), 3),
                new CallRecord.Signalling("127.0.0.1:5060", 10.0, 10.0, 40.0, 5_000.0, 1, 2),
                new CallRecord.Media("PCMU", "PCMU", 20, "none"),
                new CallRecord.Figures(1, 1, 0, 1, 0, 0, Map.of("total", new CallRecord.Percentiles(1, 2, 3, 4))),
                List.of(new CallRecord.Usage("llm", "groq", "requests", 2, 0.01)),
                new CallRecord.Recording("a.wav", "wav", 5, "announced"),
                new CallRecord.Origin("node-1", "0.1.0", "abc"));
    }
}
