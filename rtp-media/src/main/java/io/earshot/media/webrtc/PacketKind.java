package io.earshot.media.webrtc;

import io.netty.buffer.ByteBuf;

/** What a datagram on a multiplexed port is, by its first octets (RFC 7983, section 7; RFC 5761, section 4). */
enum PacketKind {
    STUN,
    DTLS,
    RTP,
    RTCP,
    UNKNOWN;

    static PacketKind of(ByteBuf datagram) {
        if (datagram.readableBytes() < 2) {
            return UNKNOWN;
        }
        int first = datagram.getUnsignedByte(datagram.readerIndex());
        if (first <= 3) {
            return STUN;
        }
        if (first >= 20 && first <= 63) {
            return DTLS;
        }
        return first >= 128 && first <= 191 ? media(datagram) : UNKNOWN;
    }

    /** RTCP packet types 192 to 223 would be RTP payload types 64 to 95 with the marker, which nobody may use. */
    private static PacketKind media(ByteBuf datagram) {
        int second = datagram.getUnsignedByte(datagram.readerIndex() + 1);
        return second >= 192 && second <= 223 ? RTCP : RTP;
    }
}
