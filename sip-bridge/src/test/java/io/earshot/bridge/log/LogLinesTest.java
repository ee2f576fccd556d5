package io.earshot.bridge.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private static final CallMark MARK = new CallMark("EC_LINESTESTONE", "0".repeat(31) + "a");
    private static final String HOSTILE = "x\n{\"level\":\"ERROR\",\"msg\":\"forged\"}\r\u001b[31m\u2028\u0085\"";

    private final LoggerContext context = new LoggerContext();

    private LoggingEvent event(Level level, String template, @Nullable Throwable thrown, Object... values) {
        LoggingEvent event = bare(level, template, thrown, values);
        event.setMDCPropertyMap(Map.of());
        return event;
    }

    private LoggingEvent bare(Level level, String template, @Nullable Throwable thrown, Object... values) {
        LoggingEvent event = new LoggingEvent(
                LogLinesTest.class.getName(),
                context.getLogger("io.earshot.bridge.call.Call"),
                level,
                template,
                thrown,
                values);
        event.setInstant(Instant.parse("2026-11-20T10:00:00.123456Z"));
        return event;
    }

    private static JsonNode json(ILoggingEvent event) throws IOException {
        String text = new String(new JsonLines("n1").encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n").matches("[\\x20-\\x7e]*\n");
        return new ObjectMapper().readTree(text);
    }

    @Test
    void shouldWriteOneObjectALine() throws IOException {
        CallMarks.begin(MARK, "sip-1@lines.test");
        JsonNode line = json(event(Level.INFO, "call {} ended: reason={}", null, MARK.callId(), "failed"));
        assertThat(line.path("ts").asText()).isEqualTo("2026-11-20T10:00:00.123456Z");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("logger").asText()).isEqualTo("io.earshot.bridge.call.Call");
        assertThat(line.path("msg").asText()).isEqualTo("call EC_LINESTESTONE ended: reason=failed");
        assertThat(line.path("call").asText()).isEqualTo(MARK.callId());
        assertThat(line.path("trace").asText()).isEqualTo(MARK.traceId());
        assertThat(line.path("node").asText()).isEqualTo("n1");
        CallMarks.end(MARK);
    }

    @Test
    void shouldMarkALineByItsThreadFirst() throws IOException {
        CallMarks.begin(MARK, "");
        LoggingEvent event = bare(Level.INFO, "said {}", null, MARK.callId());
        event.setMDCPropertyMap(Map.of("call", "EC_X", "trace", "t"));
        assertThat(json(event).path("call").asText()).isEqualTo("EC_X");
        CallMarks.end(MARK);
    }

    @Test
    void shouldNotLetAHostileValueForgeALine() throws IOException {
        assertThat(json(event(Level.WARN, "from {}", null, HOSTILE)).path("msg").asText())
                .isEqualTo("from " + HOSTILE);
        String text = new String(
                new TextLines().encode(event(Level.WARN, "from {}", new IllegalStateException(HOSTILE), HOSTILE)),
                StandardCharsets.UTF_8);
        assertThat(text.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("  | "));
        assertThat(text).doesNotContain("\u001b").doesNotContain("\u2028").doesNotContain("\r");
    }

    @Test
    void shouldWriteAnExceptionAsOneField() throws IOException {
        JsonNode line =
                json(event(Level.ERROR, "failed", new IllegalStateException("broken", new IOException("disk"))));
        assertThat(line.path("error").asText())
                .contains("IllegalStateException: broken")
                .contains("Caused by: java.io.IOException: disk")
                .contains("\n");
    }

    @Test
    void shouldHoldBackWhatAStatementRepeatsAndTellHowOften() {
        List<String> told = new ArrayList<>();
        LongAdder held = new LongAdder();
        RepeatLimit limit = new RepeatLimit(3, 1_000, held) {
            @Override
            void report(int count, String template) {
                told.add(count + " " + template);
            }
        };
        int passed = 0;
        for (int i = 0; i < 10; i++) {
            passed += limit.decide(event(Level.WARN, "lost {}", null, i)) == FilterReply.NEUTRAL ? 1 : 0;
        }
        assertThat(passed).isEqualTo(3);
        assertThat(limit.decide(event(Level.WARN, "another {}", null, 1))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(told).isEmpty();

        LoggingEvent later = event(Level.WARN, "lost {}", null, 11);
        later.setInstant(Instant.parse("2026-11-20T10:00:02Z"));
        assertThat(limit.decide(later)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(told).containsExactly("7 lost {}");
        assertThat(held.sum()).isEqualTo(7);
    }
}
