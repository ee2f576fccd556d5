package io.earshot.media.rtcp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends RTCP packets to a compound. Stateless. */
public final class RtcpWriter {
    /** Report blocks that one report may have. */
    public static final int MAX_BLOCKS = 31;

    private RtcpWriter() {}

    /** A sender report with at most one block (RFC 3550, section 6.4.1). */
    public static void senderReport(
            ByteBuf out, int ssrc, long ntp, int rtpTimestamp, long packets, long octets, @Nullable ReportBlock block) {
        header(out, block == null ? 0 : 1, RtcpPacket.SR, block == null ? 6 : 12);
        out.writeInt(ssrc);
        out.writeLong(ntp);
        out.writeInt(rtpTimestamp);
        out.writeInt((int) packets);
        out.writeInt((int) octets);
        if (block != null) {
            block.write(out);
        }
    }

    /** A sender report with up to {@value #MAX_BLOCKS} blocks. */
    public static void senderReportOnAll(
            ByteBuf out, int ssrc, long ntp, int rtpTimestamp, long packets, long octets, List<ReportBlock> blocks) {
        header(out, blocks.size(), RtcpPacket.SR, 6 + blocks.size() * ReportBlock.BYTES / 4);
        out.writeInt(ssrc);
        out.writeLong(ntp);
        out.writeInt(rtpTimestamp);
        out.writeInt((int) packets);
        out.writeInt((int) octets);
        blocks.forEach(block -> block.write(out));
    }

    /** A receiver report with up to {@value #MAX_BLOCKS} blocks. */
    public static void receiverReportOnAll(ByteBuf out, int ssrc, List<ReportBlock> blocks) {
        header(out, blocks.size(), RtcpPacket.RR, 1 + blocks.size() * ReportBlock.BYTES / 4);
        out.writeInt(ssrc);
        blocks.forEach(block -> block.write(out));
    }

    /** A receiver report with at most one block (section 6.4.2). */
    public static void receiverReport(ByteBuf out, int ssrc, @Nullable ReportBlock block) {
        header(out, block == null ? 0 : 1, RtcpPacket.RR, block == null ? 1 : 7);
        out.writeInt(ssrc);
        if (block != null) {
            block.write(out);
        }
    }

    /** A source description with the CNAME, at most 255 octets of it (section 6.5.1). */
    public static void sourceDescription(ByteBuf out, int ssrc, String cname) {
        byte[] name = cname.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(255, name.length);
        int padding = 4 - (2 + length) % 4;
        header(out, 1, RtcpPacket.SDES, 1 + (2 + length + padding) / 4);
        out.writeInt(ssrc);
        out.writeByte(1).writeByte(length).writeBytes(name, 0, length);
        out.writeZero(padding);
    }

    /** Goodbye of one source (section 6.6). */
    public static void goodbye(ByteBuf out, int ssrc) {
        header(out, 1, RtcpPacket.BYE, 1);
        out.writeInt(ssrc);
    }

    /** An extended report with VoIP metrics (RFC 3611, section 4.7). */
    public static void extendedReport(ByteBuf out, int ssrc, VoipMetrics metrics) {
        header(out, 0, RtcpPacket.XR, 1 + VoipMetrics.BYTES / 4);
        out.writeInt(ssrc);
        metrics.write(out);
    }

    /** Our time, to be answered so that we learn the round trip without sending media (RFC 3611, section 4.4). */
    public static void referenceTime(ByteBuf out, int ssrc, long ntp) {
        header(out, 0, RtcpPacket.XR, 4);
        out.writeInt(ssrc);
        out.writeByte(4).writeByte(0).writeShort(2);
        out.writeLong(ntp);
    }

    /** The answer to such a time (RFC 3611, section 4.5). */
    public static void referenceDelay(ByteBuf out, int ssrc, RtcpPacket.ReferenceDelay delay) {
        header(out, 0, RtcpPacket.XR, 5);
        out.writeInt(ssrc);
        out.writeByte(5).writeByte(0).writeShort(3);
        out.writeInt(delay.ssrc()).writeInt(delay.lastReference()).writeInt(delay.delay());
    }

    /**
     * Asks for packets of {@code media} again (RFC 4585, section 6.2.1).
     *
     * @param lost sequence numbers, oldest first
     * @param count how many of them
     */
    public static void nack(ByteBuf out, int ssrc, int media, int[] lost, int count) {
        int start = out.writerIndex();
        header(out, 1, RtcpPacket.RTPFB, 0);
        out.writeInt(ssrc).writeInt(media);
        for (int i = 0; i < count; ) {
            int first = lost[i++];
            int following = 0;
            while (i < count && ((lost[i] - first) & 0xFFFF) <= 16) {
                following |= 1 << (((lost[i++] - first) & 0xFFFF) - 1);
            }
            out.writeShort(first).writeShort(following);
        }
        out.setShort(start + 2, (out.writerIndex() - start) / 4 - 1);
    }

    private static void header(ByteBuf out, int count, int type, int wordsMinusOne) {
        out.writeByte(2 << 6 | count);
        out.writeByte(type);
        out.writeShort(wordsMinusOne);
    }
}
