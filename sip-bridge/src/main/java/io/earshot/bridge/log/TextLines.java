package io.earshot.bridge.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A log line for people: time, level, logger, message, and the call it belongs to where the message does not name it. Control
 * characters become {@code _}, and each line of a stack trace begins with a bar, so a hostile value cannot forge a line. Immutable.
 */
final class TextLines extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final byte[] NOTHING = {};

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
        StringBuilder line = new StringBuilder(160);
        line.append(TIME.format(event.getInstant()))
                .append(String.format(Locale.ROOT, " %-5s ", event.getLevel()))
                .append(shortName(event.getLoggerName()))
                .append(' ');
        String message = String.valueOf(event.getFormattedMessage());
        CallMark mark = JsonLines.markOf(event);
        if (mark != null && !message.contains(mark.callId())) {
            line.append('[').append(mark.callId()).append("] ");
        }
        clean(line, message);
        line.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            ThrowableProxyUtil.asString(thrown)
                    .lines()
                    .forEach(trace -> clean(line.append("  | "), trace.replace("\t", "  "))
                            .append('\n'));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder clean(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            line.append(isControl(letter) ? '_' : letter);
        }
        return line;
    }

    private static boolean isControl(char letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Packages by their first letters, as in {@code i.e.b.c.CallDesk}. */
    private static String shortName(String logger) {
        int last = logger.lastIndexOf('.');
        if (last < 0) {
            return logger;
        }
        StringBuilder name = new StringBuilder();
        for (String part : logger.substring(0, last).split("\\.", -1)) {
            name.append(part, 0, Math.min(1, part.length())).append('.');
        }
        return name.append(logger, last + 1, logger.length()).toString();
    }
}
