package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;

/** Steps through parameters or error causes: type, length with header, value, padding (RFC 9260, section 3.2.1). */
final class Parameters {
    static final int HEADER_BYTES = 4;

    private final ByteBuf in;
    private final int end;
    private int next;
    private int at;
    private boolean malformed;

    Parameters(ByteBuf in, int from) {
        this.in = in;
        this.next = from;
        this.end = in.writerIndex();
    }

    /** Goes to the next one; false at the end, or where a length is wrong. */
    boolean advance() {
        at = next;
        if (malformed || end - at < HEADER_BYTES) {
            malformed |= at < end;
            return false;
        }
        int length = in.getUnsignedShort(at + 2);
        malformed = length < HEADER_BYTES || length > end - at;
        next = at + Chunk.padded(length);
        return !malformed;
    }

    int type() {
        return in.getUnsignedShort(at);
    }

    /** The value, borrowed. */
    ByteBuf value() {
        return in.slice(at + HEADER_BYTES, in.getUnsignedShort(at + 2) - HEADER_BYTES);
    }

    /** Whether a length was wrong, once {@link #advance} gave false. */
    boolean malformed() {
        return malformed;
    }
}
