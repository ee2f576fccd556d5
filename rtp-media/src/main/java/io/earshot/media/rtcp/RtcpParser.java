package io.earshot.media.rtcp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Parses compounds of RTCP packets, reduced-size ones included (RFC 5506). All lengths are checked before anything is
 * reported; a compound with one bad packet is refused as a whole. Stateless.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  count  |      type     |   length in words, minus 1    |
 * |                 SSRC of sender (most types)                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class RtcpParser {
    private static final int HEADER_BYTES = 4;
    private static final int SENDER_INFO_BYTES = 20;
    private static final int CNAME = 1;
    private static final int MAX_PACKETS = 32;
    private static final int GENERIC_NACK = 1;
    private static final int MAX_LOST = 256;
    private static final int REFERENCE_TIME = 4;
    private static final int REFERENCE_DELAYS = 5;

    private RtcpParser() {}

    /** Whether a datagram on a port shared with RTP is RTCP (RFC 5761, section 4). */
    public static boolean isRtcp(ByteBuf datagram) {
        if (datagram.readableBytes() < 2) {
            return false;
        }
        int type = datagram.getUnsignedByte(datagram.readerIndex() + 1);
        return type >= 192 && type <= 223;
    }

    /** Reports each packet of the compound, in order, if all of them are well-formed. */
    public static RtcpStatus parse(ByteBuf datagram, Consumer<RtcpPacket> out) {
        RtcpStatus status = check(datagram);
        if (status == RtcpStatus.OK) {
            int at = datagram.readerIndex();
            while (at < datagram.writerIndex()) {
                out.accept(read(datagram, at));
                at += packetBytes(datagram, at);
            }
        }
        return status;
    }

    private static RtcpStatus check(ByteBuf in) {
        int end = in.writerIndex();
        int at = in.readerIndex();
        for (int packets = 0; packets < MAX_PACKETS; packets++) {
            RtcpStatus status = checkPacket(in, at, end);
            if (status != RtcpStatus.OK) {
                return status;
            }
            at += packetBytes(in, at);
            if (at == end) {
                return RtcpStatus.OK;
            }
        }
        return RtcpStatus.TOO_MANY;
    }

    private static RtcpStatus checkPacket(ByteBuf in, int at, int end) {
        if (end - at < HEADER_BYTES) {
            return RtcpStatus.TOO_SHORT;
        }
        if (in.getUnsignedByte(at) >> 6 != 2) {
            return RtcpStatus.BAD_VERSION;
        }
        int length = packetBytes(in, at);
        if (length > end - at) {
            return RtcpStatus.BAD_LENGTH;
        }
        int padding = padding(in, at, length);
        if (padding < 0 || (padding > 0 && at + length != end)) {
            return RtcpStatus.BAD_PADDING;
        }
        return length - padding < leastBytes(in, at) ? RtcpStatus.BAD_LENGTH : RtcpStatus.OK;
    }

    private static int packetBytes(ByteBuf in, int at) {
        return 4 * (in.getUnsignedShort(at + 2) + 1);
    }

    private static int padding(ByteBuf in, int at, int length) {
        if ((in.getUnsignedByte(at) & 0x20) == 0) {
            return 0;
        }
        int padding = in.getUnsignedByte(at + length - 1);
        return padding == 0 || padding % 4 != 0 || padding > length - HEADER_BYTES ? -1 : padding;
    }

    private static int contentEnd(ByteBuf in, int at) {
        int length = packetBytes(in, at);
        return at + length - padding(in, at, length);
    }

    private static int count(ByteBuf in, int at) {
        return in.getUnsignedByte(at) & 0x1F;
    }

    private static int type(ByteBuf in, int at) {
        return in.getUnsignedByte(at + 1);
    }

    private static int leastBytes(ByteBuf in, int at) {
        int count = count(in, at);
        return switch (type(in, at)) {
            case RtcpPacket.SR -> HEADER_BYTES + 4 + SENDER_INFO_BYTES + count * ReportBlock.BYTES;
            case RtcpPacket.RR -> HEADER_BYTES + 4 + count * ReportBlock.BYTES;
            case RtcpPacket.BYE -> HEADER_BYTES + 4 * count;
            case RtcpPacket.XR -> HEADER_BYTES + 4;
            case RtcpPacket.RTPFB -> HEADER_BYTES + 8;
            case RtcpPacket.SDES -> HEADER_BYTES + 8 * count;
            default -> HEADER_BYTES;
        };
    }

    private static RtcpPacket read(ByteBuf in, int at) {
        return switch (type(in, at)) {
            case RtcpPacket.SR -> senderReport(in, at);
            case RtcpPacket.RR -> new RtcpPacket.ReceiverReport(in.getInt(at + 4), blocks(in, at, at + 8));
            case RtcpPacket.SDES -> sourceDescription(in, at);
            case RtcpPacket.BYE -> goodbye(in, at);
            case RtcpPacket.XR ->
                new RtcpPacket.ExtendedReport(in.getInt(at + 4), metrics(in, at), referenceNtp(in, at), delays(in, at));
            case RtcpPacket.RTPFB -> feedback(in, at);
            default -> new RtcpPacket.Other(type(in, at));
        };
    }

    private static RtcpPacket senderReport(ByteBuf in, int at) {
        return new RtcpPacket.SenderReport(
                in.getInt(at + 4),
                in.getLong(at + 8),
                in.getInt(at + 16),
                in.getInt(at + 20),
                in.getInt(at + 24),
                blocks(in, at, at + 28));
    }

    private static List<ReportBlock> blocks(ByteBuf in, int at, int from) {
        List<ReportBlock> blocks = new ArrayList<>(count(in, at));
        for (int i = 0; i < count(in, at); i++) {
            blocks.add(ReportBlock.read(in, from + i * ReportBlock.BYTES));
        }
        return blocks;
    }

    private static RtcpPacket sourceDescription(ByteBuf in, int at) {
        int end = contentEnd(in, at);
        if (count(in, at) == 0) {
            return new RtcpPacket.Other(RtcpPacket.SDES);
        }
        int item = at + 8;
        while (item + 2 <= end && in.getByte(item) != 0) {
            int length = in.getUnsignedByte(item + 1);
            if (in.getByte(item) == CNAME && item + 2 + length <= end) {
                String cname = in.toString(item + 2, length, StandardCharsets.UTF_8);
                return new RtcpPacket.SourceDescription(in.getInt(at + 4), cname);
            }
            item += 2 + length;
        }
        return new RtcpPacket.Other(RtcpPacket.SDES);
    }

    private static RtcpPacket goodbye(ByteBuf in, int at) {
        List<Integer> ssrcs = new ArrayList<>(count(in, at));
        for (int i = 0; i < count(in, at); i++) {
            ssrcs.add(in.getInt(at + HEADER_BYTES + 4 * i));
        }
        return new RtcpPacket.Goodbye(ssrcs);
    }

    private static RtcpPacket feedback(ByteBuf in, int at) {
        if (count(in, at) != GENERIC_NACK) {
            return new RtcpPacket.Other(RtcpPacket.RTPFB);
        }
        List<Integer> lost = new ArrayList<>();
        for (int item = at + 12; item + 4 <= contentEnd(in, at) && lost.size() < MAX_LOST; item += 4) {
            lost(in.getUnsignedShort(item), in.getUnsignedShort(item + 2), lost);
        }
        return new RtcpPacket.Nack(in.getInt(at + 4), in.getInt(at + 8), lost);
    }

    private static void lost(int first, int following, List<Integer> lost) {
        lost.add(first);
        for (int i = 0; i < 16; i++) {
            if (((following >> i) & 1) != 0) {
                lost.add((first + i + 1) & 0xFFFF);
            }
        }
    }

    private static long referenceNtp(ByteBuf in, int at) {
        int block = block(in, at, REFERENCE_TIME, 12);
        return block < 0 ? 0 : in.getLong(block + 4);
    }

    private static List<RtcpPacket.ReferenceDelay> delays(ByteBuf in, int at) {
        int block = block(in, at, REFERENCE_DELAYS, 4);
        if (block < 0) {
            return List.of();
        }
        List<RtcpPacket.ReferenceDelay> delays = new ArrayList<>();
        int end = block + 4 * (in.getUnsignedShort(block + 2) + 1);
        for (int item = block + 4; item + RtcpPacket.ReferenceDelay.BYTES <= end; item += 12) {
            delays.add(new RtcpPacket.ReferenceDelay(in.getInt(item), in.getInt(item + 4), in.getInt(item + 8)));
        }
        return delays;
    }

    /** Index of the first whole block of a type and of at least so many octets within an extended report, or -1. */
    private static int block(ByteBuf in, int at, int type, int leastBytes) {
        int end = contentEnd(in, at);
        int block = at + 8;
        while (block + 4 <= end) {
            int length = 4 * (in.getUnsignedShort(block + 2) + 1);
            if (in.getUnsignedByte(block) == type && length >= leastBytes && block + length <= end) {
                return block;
            }
            block += length;
        }
        return -1;
    }

    private static List<VoipMetrics> metrics(ByteBuf in, int at) {
        List<VoipMetrics> metrics = new ArrayList<>(1);
        int end = contentEnd(in, at);
        int block = at + 8;
        while (block + 4 <= end) {
            int length = 4 * (in.getUnsignedShort(block + 2) + 1);
            boolean whole = length == VoipMetrics.BYTES && block + length <= end;
            if (in.getUnsignedByte(block) == VoipMetrics.BLOCK_TYPE && whole) {
                metrics.add(VoipMetrics.read(in, block));
            }
            block += length;
        }
        return metrics;
    }
}
