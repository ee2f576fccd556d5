package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;

/**
 * A chunk (RFC 9260, section 3.2). Its value is borrowed from the packet.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     type      |     flags     |   length, header included     |
 * |                     value, padded to 4 octets                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param value without header and padding; its reader index is 0
 */
record Chunk(int type, int flags, ByteBuf value) {
    static final int HEADER_BYTES = 4;

    static final int DATA = 0;
    static final int INIT = 1;
    static final int INIT_ACK = 2;
    static final int SACK = 3;
    static final int HEARTBEAT = 4;
    static final int HEARTBEAT_ACK = 5;
    static final int ABORT = 6;
    static final int SHUTDOWN = 7;
    static final int SHUTDOWN_ACK = 8;
    static final int ERROR = 9;
    static final int COOKIE_ECHO = 10;
    static final int COOKIE_ACK = 11;
    static final int SHUTDOWN_COMPLETE = 14;
    /** RFC 6525. */
    static final int RE_CONFIG = 130;
    /** RFC 3758. */
    static final int FORWARD_TSN = 192;

    /** Octets of the value. */
    int bytes() {
        return value.readableBytes();
    }

    /** Whether the rest of the packet is to be dropped if this type is not known (section 3.2). */
    boolean stopsIfUnknown() {
        return (type & 0x80) == 0;
    }

    /** Whether the peer is to be told if this type is not known. */
    boolean reportedIfUnknown() {
        return (type & 0x40) != 0;
    }

    /** Octets with padding. */
    static int padded(int bytes) {
        return (bytes + 3) & ~3;
    }
}
