package io.earshot.sip.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a TCP stream into SIP messages by their Content-Length (RFC 3261 section 18.3). Bytes may arrive torn at any
 * place. Holds at most {@code maxBytes}. Confined to the connection's reader.
 */
public final class StreamFramer {

    /** One thing found in the stream. */
    public sealed interface Frame {

        /** A whole message. */
        @SuppressWarnings("ArrayRecordComponent")
        record Message(byte[] bytes) implements Frame {}

        /** A double CRLF between messages, to be answered with one CRLF (RFC 5626 section 3.5.1). */
        record Ping() implements Frame {}

        /**
         * The stream cannot be framed any further; answer and close.
         *
         * @param head what was received of the offending message, ended as a header is
         */
        @SuppressWarnings("ArrayRecordComponent")
        record Fault(byte[] head, Verdict.Refuse refusal) implements Frame {}
    }

    private final int maxBytes;
    private byte[] buffer = new byte[4096];
    private int filled;
    private int scanned;
    /** Length of the message under way once its header is complete, else 0: a header is read once. */
    private int expected;

    public StreamFramer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes received bytes; drain {@link #poll} after each call. */
    public void feed(byte[] bytes, int offset, int length) {
        if (filled + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(filled + length, buffer.length * 2));
        }
        System.arraycopy(bytes, offset, buffer, filled, length);
        filled += length;
    }

    /** Whether part of a message is waiting for the rest. */
    public boolean partial() {
        return filled > 0 && buffer[0] != '\r' && buffer[0] != '\n';
    }

    /** The next frame, or null until more bytes arrive. */
    public @Nullable Frame poll() {
        if (expected > 0) {
            return filled < expected ? null : new Frame.Message(take(expected));
        }
        boolean ping = skipEmptyLines();
        if (ping) {
            return new Frame.Ping();
        }
        int head = headEnd();
        if (head < 0) {
            return filled > maxBytes ? fault(filled, 513, "Message Too Large") : null;
        }
        return message(head);
    }

    private @Nullable Frame message(int head) {
        RawMessage message = RawMessage.of(Arrays.copyOf(buffer, head));
        List<String> lengths = message.values(HeaderName.CONTENT_LENGTH);
        if (lengths.isEmpty()) {
            return fault(head, 400, "Bad Request - Missing Content-Length");
        }
        long length = Tokens.number(lengths.getFirst(), Integer.MAX_VALUE);
        if (length < 0 || lengths.stream().anyMatch(other -> !other.equals(lengths.getFirst()))) {
            return fault(head, 400, "Bad Request - Malformed Content-Length");
        }
        if (head + length > maxBytes) {
            return fault(head, 513, "Message Too Large");
        }
        expected = (int) (head + length);
        return filled < expected ? null : new Frame.Message(take(expected));
    }

    private byte[] take(int length) {
        byte[] bytes = Arrays.copyOf(buffer, length);
        discard(length);
        return bytes;
    }

    private void discard(int length) {
        System.arraycopy(buffer, length, buffer, 0, filled - length);
        filled -= length;
        scanned = 0;
        expected = 0;
    }

    private Frame fault(int head, int status, String reason) {
        String text = new String(buffer, 0, head, ISO_8859_1);
        String ended = text.endsWith("\r\n\r\n") ? text : text.substring(0, text.lastIndexOf('\n') + 1) + "\r\n";
        filled = 0;
        return new Frame.Fault(ended.getBytes(ISO_8859_1), new Verdict.Refuse(status, reason, List.of()));
    }

    /** Drops CRLFs before a message; true when they were a ping. */
    private boolean skipEmptyLines() {
        int skip = 0;
        while (skip < filled && (buffer[skip] == '\r' || buffer[skip] == '\n')) {
            skip++;
        }
        if (skip == filled && skip < 4) {
            return false;
        }
        if (skip > 0) {
            discard(skip);
        }
        return skip >= 4 && filled == 0;
    }

    /** Length of the header with its empty line, or -1. */
    private int headEnd() {
        for (int i = Math.max(0, scanned - 3); i + 3 < filled; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + 4;
            }
        }
        scanned = filled;
        return -1;
    }
}
