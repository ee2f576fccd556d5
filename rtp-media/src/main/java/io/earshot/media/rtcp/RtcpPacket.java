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
    /** Packet type of transport-layer feedback (RFC 4585, section 6.1). */
    int RTPFB = 205;
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

    /**
     * Extended report (RFC 3611): of its blocks the VoIP metrics and those that measure the round trip of a receiver.
     *
     * @param ssrc the reporter
     * @param metrics VoIP metrics (section 4.7)
     * @param referenceNtp its 64-bit NTP time of sending (section 4.4); 0 when not said
     * @param delays answers to such times (section 4.5)
     */
    record ExtendedReport(int ssrc, List<VoipMetrics> metrics, long referenceNtp, List<ReferenceDelay> delays)
            implements RtcpPacket {}

    /**
     * Answer to a receiver's reference time (RFC 3611, section 4.5).
     *
     * @param ssrc the receiver that is answered
     * @param lastReference middle 32 bits of the NTP time it gave last
     * @param delay since then, in 1/65536 s
     */
    record ReferenceDelay(int ssrc, int lastReference, int delay) {
        /** Octets of an answer. */
        public static final int BYTES = 12;

        /**
         * Network round trip.
         *
         * @param arrivalNtp 64-bit NTP time at which the answer came
         * @return milliseconds; NaN when nothing was answered, or when the figures cannot be true
         */
        public double roundTripMs(long arrivalNtp) {
            return ReportBlock.roundTripMs(arrivalNtp, lastReference, delay);
        }
    }

    /** Generic negative acknowledgement (RFC 4585, section 6.2.1): packets of {@code media} to be sent again. */
    record Nack(int ssrc, int media, List<Integer> lost) implements RtcpPacket {}

    /** A well-formed packet of another type. */
    record Other(int type) implements RtcpPacket {}
}
