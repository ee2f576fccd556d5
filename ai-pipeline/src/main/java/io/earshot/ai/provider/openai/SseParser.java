package io.earshot.ai.provider.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2.6) from octets cut anywhere; lines may end in LF, CR LF or CR.
 * Comments and the fields id and retry are skipped. Sans-IO; confined to one reading thread.
 */
final class SseParser {
    /** Takes the events. */
    interface Sink {
        /**
         * @param event the event's name, empty when it has none
         * @param data its data lines joined by LF: {@code length} octets from the start of the array, valid during the
         *     call only
         */
        void onEvent(String event, byte[] data, int length);
    }

    private static final byte LF = '\n';
    private static final byte CR = '\r';

    private final int maxBytes;
    private final Sink sink;
    private byte[] line = new byte[512];
    private int lineLength;
    private byte[] data = new byte[512];
    private int dataLength;
    private boolean hasData;
    private String event = "";
    private boolean afterCr;
    private boolean tooBig;

    /** @param maxBytes longest line and longest data of one event */
    SseParser(int maxBytes, Sink sink) {
        this.maxBytes = maxBytes;
        this.sink = sink;
    }

    /** Reads some octets; false when a line or event is too long, after which nothing more is read. */
    boolean feed(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length && !tooBig; i++) {
            onOctet(bytes[i]);
        }
        return !tooBig;
    }

    private void onOctet(byte octet) {
        if (octet == LF && afterCr) {
            afterCr = false;
            return;
        }
        afterCr = octet == CR;
        if (octet == LF || octet == CR) {
            onLine();
            lineLength = 0;
        } else {
            line = room(line, lineLength, 1);
            if (!tooBig) {
                line[lineLength++] = octet;
            }
        }
    }

    private void onLine() {
        if (lineLength == 0) {
            dispatch();
        } else if (isField("data")) {
            addData(valueStart("data"));
        } else if (isField("event")) {
            int start = valueStart("event");
            event = new String(line, start, lineLength - start, StandardCharsets.UTF_8);
        }
    }

    private void dispatch() {
        if (hasData) {
            sink.onEvent(event, data, dataLength);
        }
        hasData = false;
        dataLength = 0;
        event = "";
    }

    private void addData(int start) {
        int length = lineLength - start;
        data = room(data, dataLength, length + 1);
        if (tooBig) {
            return;
        }
        if (hasData) {
            data[dataLength++] = LF;
        }
        System.arraycopy(line, start, data, dataLength, length);
        dataLength += length;
        hasData = true;
    }

    private boolean isField(String name) {
        if (lineLength < name.length() || (lineLength > name.length() && line[name.length()] != ':')) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (line[i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** One blank after the colon does not belong to the value. */
    private int valueStart(String name) {
        int start = Math.min(lineLength, name.length() + 1);
        return start < lineLength && line[start] == ' ' ? start + 1 : start;
    }

    private byte[] room(byte[] buffer, int used, int more) {
        if (used + more <= buffer.length) {
            return buffer;
        }
        if (used + more > maxBytes) {
            tooBig = true;
            return buffer;
        }
        return Arrays.copyOf(buffer, Math.min(maxBytes, Math.max(used + more, 2 * buffer.length)));
    }
}
