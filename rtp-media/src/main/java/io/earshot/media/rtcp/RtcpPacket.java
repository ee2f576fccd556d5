package io.earshot.media.rtcp;

import java.util.List;

/** One packet of an RTCP compound (RFC 3550, section 6). All variants are immutable. */
public sealed interface RtcpPacket {
    /** Packet type of a sender report. */
    int SR = 200;
    /** Packet type of a receiver report. */
    int RR = 201;
    /** Packet type of a source description. */
    int SDES = 202;
    /** Packet type of a goodbye. */
    int BYE = 203;
    /** Packet type of an extended report (RFC 3611). */
    int XR = 207;

    /**
     * Sender report (section 6.4.1).
     *
     * @param ssrc the sender
     * @param ntp 64-bit NTP time of sending
     * @param rtpTimestamp the same instant in the stream's timestamps
     * @param packets packets sent, unsigned 32 bits
     * @param octets payload octets sent, unsigned 32 bits
     * @param blocks what it received
     */
    record SenderReport(int ssrc, long ntp, int rtpTimestamp, int packets, int octets, List<ReportBlock> blocks)
            implements RtcpPacket {}

    /** Receiver report (section 6.4.2). */
    record ReceiverReport(int ssrc, List<ReportBlock> blocks) implements RtcpPacket {}

    /** Source description (section 6.5), of which only the first CNAME is kept. */
    record SourceDescription(int ssrc, String cname) implements RtcpPacket {}

    /** Goodbye (section 6.6). */
    record Goodbye(List<Integer> ssrcs) implements RtcpPacket {}

    /** Extended report (RFC 3611) with the VoIP metrics in it. */
    record ExtendedReport(int ssrc, List<VoipMetrics> metrics) implements RtcpPacket {}

    /** A well-formed packet of another type. */
    record Other(int type) implements RtcpPacket {}
}
