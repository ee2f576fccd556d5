package io.earshot.bridge.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A log line as one JSON object on one line: {@code ts}, {@code level}, {@code logger}, {@code thread}, {@code msg}, {@code call},
 * {@code trace}, {@code node}, and {@code error} with the whole stack trace. Whatever is no printable ASCII is escaped, so a hostile
 * value can neither begin a line nor hide one. Thread-safe because the factory is and nothing else is shared.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] NOTHING = {};

    private final String node;

    JsonLines(String node) {
        this.node = node;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("ts", TIME.format(event.getInstant()));
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("thread", event.getThreadName());
            json.writeStringField("msg", String.valueOf(event.getFormattedMessage()));
            CallMark mark = markOf(event);
            if (mark != null) {
                json.writeStringField("call", mark.callId());
                json.writeStringField("trace", mark.traceId());
            }
            json.writeStringField("node", node);
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown != null) {
                json.writeStringField("error", ThrowableProxyUtil.asString(thrown));
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("memory cannot be written", impossible);
        }
        line.write('\n');
        return line.toByteArray();
    }

    /** The call of a line: by the thread's marks, else by the call that it names. */
    static @Nullable CallMark markOf(ILoggingEvent event) {
        String call = event.getMDCPropertyMap().get(CallMark.CALL);
        if (call == null) {
            return CallMarks.among(event.getArgumentArray());
        }
        return new CallMark(call, event.getMDCPropertyMap().getOrDefault(CallMark.TRACE, ""));
    }
}
