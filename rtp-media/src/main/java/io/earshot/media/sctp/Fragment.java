package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;

/**
 * What a DATA chunk holds (RFC 9260, section 3.3.1).
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |    type 0     |    |I|U|B|E|  |            length             |
 * |                              TSN                              |
 * |       stream identifier       |    stream sequence number     |
 * |                 payload protocol identifier                   |
 * |                           user data                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param tsn unwrapped to 64 bits
 * @param sequence of its message in its stream, 16 bits; meaningless when unordered
 * @param ppid what the message is
 * @param payload borrowed from the packet, or a copy while it waits
 */
record Fragment(long tsn, int flags, int stream, int sequence, int ppid, ByteBuf payload) {
    static final int HEADER_BYTES = 12;

    static final int ENDS = 1;
    static final int BEGINS = 2;
    static final int UNORDERED = 4;
    static final int IMMEDIATE = 8;

    boolean begins() {
        return (flags & BEGINS) != 0;
    }

    boolean ends() {
        return (flags & ENDS) != 0;
    }

    boolean unordered() {
        return (flags & UNORDERED) != 0;
    }

    int bytes() {
        return payload.readableBytes();
    }

    /** Whether the one with the next TSN goes on with this one's message. */
    boolean continuedBy(Fragment next) {
        boolean sameOrder = unordered() == next.unordered() && (unordered() || sequence == next.sequence);
        return !ends() && !next.begins() && stream == next.stream && sameOrder;
    }
}
