package io.earshot.bridge.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private static TraceContext from(String name, String value) {
        return TraceContext.from(Map.of(name, value)::get);
    }

    @Test
    void shouldTakeTheTraceOfTheCallersTraceparent() {
        TraceContext taken = from("x-traceparent", "00-" + TRACE + "-" + PARENT + "-01");
        assertThat(taken).isEqualTo(new TraceContext(TRACE, new TraceContext.Parent(PARENT, true)));
        assertThat(taken.parentText()).isEqualTo("00-" + TRACE + "-" + PARENT + "-01");
        assertThat(taken.traceparent()).isEqualTo("00-" + TRACE + "-" + taken.callSpanId() + "-01");
    }

    @Test
    void shouldTakeTheCallersHalfOfASessionId() {
        TraceContext taken = from("session-id", "AB30317F1A784DC48FF824D0D3715D86;remote=" + "0".repeat(32));
        assertThat(taken).isEqualTo(new TraceContext("ab30317f1a784dc48ff824d0d3715d86", null));
    }

    @Test
    void shouldPreferATraceparentToASessionId() {
        Map<String, String> both =
                Map.of("session-id", "f".repeat(32), "traceparent", "00-" + TRACE + "-" + PARENT + "-00");
        assertThat(TraceContext.from(both::get).traceId()).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736",
                "\u0000",
                ""
            })
    void shouldBeginATraceOfItsOwnWhereTheCallersIsMalformed(String traceparent) {
        TraceContext made = from("traceparent", traceparent);
        assertThat(made.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
        assertThat(made.parent()).isNull();
    }

    @Test
    void shouldReadALaterVersionAsItsFirst() {
        assertThat(from("traceparent", "01-" + TRACE + "-" + PARENT + "-01-more")
                        .traceId())
                .isEqualTo(TRACE);
    }

    @Test
    void shouldGiveEachCallATraceOfItsOwn() {
        assertThat(TraceContext.fresh().traceId())
                .isNotEqualTo(TraceContext.fresh().traceId());
    }
}
