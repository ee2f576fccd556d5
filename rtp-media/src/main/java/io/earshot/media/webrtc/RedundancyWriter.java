package io.earshot.media.webrtc;

import io.earshot.media.rtp.RedundantPayload;
import io.netty.buffer.ByteBuf;

/** Puts the payload before into each packet once more (RFC 2198). Allocates nothing after construction. */
final class RedundancyWriter {
    /** Longest payload that is repeated; speech needs a third of it. */
    static final int MAX_REPEATED = 320;

    /** Octets that redundancy adds at most. */
    static final int MAX_BYTES = RedundantPayload.BLOCK_HEADER_BYTES + 1 + MAX_REPEATED;

    private final byte[] previous = new byte[MAX_REPEATED];
    private int length;
    private int timestamp;

    /** Appends the headers and the payload before; the primary payload is to follow. */
    void write(ByteBuf packet, int payloadType, int packetTimestamp) {
        int offset = packetTimestamp - timestamp;
        boolean repeats = length > 0 && offset > 0 && offset <= RedundantPayload.MAX_TIMESTAMP_OFFSET;
        if (repeats) {
            RedundantPayload.writeBlockHeader(packet, payloadType, offset, length);
        }
        RedundantPayload.writePrimaryHeader(packet, payloadType);
        if (repeats) {
            packet.writeBytes(previous, 0, length);
        }
    }

    /** Remembers the payload of a packet that is sent. */
    void remember(ByteBuf packet, int payloadAt, int packetTimestamp) {
        int octets = packet.writerIndex() - payloadAt;
        length = octets <= MAX_REPEATED ? octets : 0;
        timestamp = packetTimestamp;
        packet.getBytes(payloadAt, previous, 0, length);
    }

    /** What comes next does not follow what was sent last. */
    void forget() {
        length = 0;
    }
}
