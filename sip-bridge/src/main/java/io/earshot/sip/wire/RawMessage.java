package io.earshot.sip.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message cut into start line, header fields and body without judging any of them (RFC 3261 section 7). Characters
 * stand for bytes one to one, so what was received can be given back unchanged. Immutable.
 */
final class RawMessage {

    private final String startLine;
    private final List<RawHeader> headers;
    private final byte[] body;
    private final boolean terminated;
    private final @Nullable String fault;

    private RawMessage(
            String startLine, List<RawHeader> headers, byte[] body, boolean terminated, @Nullable String fault) {
        this.startLine = startLine;
        this.headers = headers;
        this.body = body;
        this.terminated = terminated;
        this.fault = fault;
    }

    /** Cuts {@code bytes}; empty lines before the start line are skipped (RFC 3261 section 7.5). */
    static RawMessage of(byte[] bytes) {
        int start = 0;
        while (start < bytes.length && (bytes[start] == '\r' || bytes[start] == '\n')) {
            start++;
        }
        int end = headEnd(bytes, start);
        String head = new String(bytes, start, (end < 0 ? bytes.length : end) - start, ISO_8859_1);
        byte[] body = end < 0 ? new byte[0] : Arrays.copyOfRange(bytes, bodyStart(bytes, end), bytes.length);
        return cut(head.split("\r?\n", -1), body, end >= 0);
    }

    private static RawMessage cut(String[] lines, byte[] body, boolean terminated) {
        List<RawHeader> headers = new ArrayList<>(lines.length);
        String fault = null;
        for (int i = 1; i < lines.length; ) {
            StringBuilder field = new StringBuilder(lines[i++]);
            while (i < lines.length && continues(lines[i])) {
                field.append(' ').append(lines[i++].strip());
            }
            RawHeader header = field(field.toString());
            if (header != null) {
                headers.add(header);
            } else if (!field.toString().isBlank()) {
                fault = "Header field without a name";
            }
        }
        return new RawMessage(lines[0], List.copyOf(headers), body, terminated, fault);
    }

    private static boolean continues(String line) {
        return !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
    }

    private static @Nullable RawHeader field(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            return null;
        }
        return new RawHeader(
                HeaderName.canonical(name), line.substring(colon + 1).strip());
    }

    /** Index just past the last header line's CRLF, or -1 when no empty line ends the header. */
    private static int headEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n' && (at(bytes, i + 1, '\n') || (at(bytes, i + 1, '\r') && at(bytes, i + 2, '\n')))) {
                return i > from && bytes[i - 1] == '\r' ? i - 1 : i;
            }
        }
        return -1;
    }

    private static int bodyStart(byte[] bytes, int headEnd) {
        int i = bytes[headEnd] == '\r' ? headEnd + 2 : headEnd + 1;
        return bytes[i] == '\r' ? i + 2 : i + 1;
    }

    private static boolean at(byte[] bytes, int index, char wanted) {
        return index < bytes.length && bytes[index] == wanted;
    }

    String startLine() {
        return startLine;
    }

    List<RawHeader> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** False when no empty line separates the header from the body. */
    boolean terminated() {
        return terminated;
    }

    /** What is wrong with the header's shape, or null. */
    @Nullable
    String fault() {
        return fault;
    }

    boolean isResponse() {
        return startLine.regionMatches(true, 0, "SIP/", 0, 4);
    }

    /** The values of every header field of that canonical name, in order. */
    List<String> values(String name) {
        List<String> found = new ArrayList<>(2);
        for (RawHeader header : headers) {
            if (header.name().equals(name)) {
                found.add(header.value());
            }
        }
        return found;
    }
}
