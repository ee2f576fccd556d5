package io.earshot.bridge.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class CallMarksTest {
    private static final CallMark MARK = new CallMark("EC_MARKSTESTONE", "0".repeat(31) + "1");
    private static final CallMark OTHER = new CallMark("EC_MARKSTESTTWO", "0".repeat(31) + "2");

    @Test
    void shouldFindTheCallThatALineNames() {
        CallMarks.begin(MARK, "sip-1@marks.test");
        assertThat(CallMarks.among(new Object[] {7, "nobody", "sip-1@marks.test"}))
                .isEqualTo(MARK);
        assertThat(CallMarks.find(MARK.callId())).isEqualTo(MARK);
        CallMarks.end(MARK);
    }

    @Test
    void shouldNotGuessBetweenTwoCallsOfOneRoom() {
        CallMarks.begin(MARK, "");
        CallMarks.begin(OTHER, "");
        CallMarks.also(MARK, "room of both");
        CallMarks.also(OTHER, "room of both");
        assertThat(CallMarks.find("room of both")).isNull();
        CallMarks.end(MARK);
        CallMarks.end(OTHER);
    }

    @Test
    void shouldForgetCallsThatEndedLongAgo() {
        CallMark old = new CallMark("EC_MARKSTESTOLD", "0".repeat(31) + "3");
        CallMarks.begin(old, "sip-old@marks.test");
        CallMarks.end(old);
        assertThat(CallMarks.find("sip-old@marks.test")).isEqualTo(old);
        for (int i = 0; i < 300; i++) {
            CallMark later = new CallMark("EC_MARKSTEST" + i, "0".repeat(31) + "4");
            CallMarks.begin(later, "");
            CallMarks.end(later);
        }
        assertThat(CallMarks.find("sip-old@marks.test")).isNull();
    }

    @Test
    void shouldMarkWhatATaskLogsAndNothingAfterIt() {
        String[] seen = new String[2];
        MARK.run(() -> {
            seen[0] = MDC.get("call");
            seen[1] = MDC.get("trace");
        });
        assertThat(seen).containsExactly(MARK.callId(), MARK.traceId());
        assertThat(MDC.get("call")).isNull();
    }
}
