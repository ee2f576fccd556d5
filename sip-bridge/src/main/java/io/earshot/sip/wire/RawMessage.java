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
        return cut(lines(head), body, end >= 0);
    }

    /** Lines end with LF or CRLF; a CR anywhere else stays in its line, to be found out. */
    private static List<String> lines(String head) {
        List<String> lines = new ArrayList<>(24);
        for (int from = 0; from <= head.length(); ) {
            int feed = head.indexOf('\n', from);
            int end = feed < 0 ? head.length() : feed;
            lines.add(head.substring(from, end > from && head.charAt(end - 1) == '\r' ? end - 1 : end));
            from = end + 1;
        }
        return lines;
    }

    private static RawMessage cut(List<String> lines, byte[] body, boolean terminated) {
        List<RawHeader> headers = new ArrayList<>(lines.size());
        String fault = null;
        for (int i = 1; i < lines.size(); ) {
            StringBuilder field = new StringBuilder(lines.get(i++));
            while (i < lines.size() && continues(lines.get(i))) {
                field.append(' ').append(lines.get(i++).strip());
            }
            RawHeader header = field(field.toString());
            if (header != null) {
                headers.add(header);
            } else if (!field.toString().isBlank()) {
                fault = "Malformed header field";
            }
        }
        return new RawMessage(lines.getFirst(), List.copyOf(headers), body, terminated, fault);
    }

    private static boolean continues(String line) {
        return !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
    }

    private static @Nullable RawHeader field(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        // A parser that takes a lone CR for the end of a line would see header fields that were not judged.
        if (name.isEmpty() || line.indexOf('\r') >= 0 || name.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
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
