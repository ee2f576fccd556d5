package io.earshot.media.rtcp;

import io.netty.buffer.ByteBuf;

/**
 * What one side received of one source (RFC 3550, section 6.4.1). Immutable.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          SSRC of source                       |
 * | fraction lost |       cumulative number of packets lost       |
 * |           extended highest sequence number received           |
 * |                      interarrival jitter                      |
 * |                         last SR (LSR)                         |
 * |                   delay since last SR (DLSR)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param ssrc the source reported on
 * @param fractionLost loss since the last report, in 1/256
 * @param cumulativeLost loss since the start, 24-bit signed
 * @param highestSequence extended highest sequence number
 * @param jitter interarrival jitter in timestamp units, unsigned 32 bits
 * @param lastSenderReport middle 32 bits of the NTP time of the last sender report heard; 0 for none
 * @param delaySinceLastSenderReport since then, in 1/65536 s
 */
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        int highestSequence,
        int jitter,
        int lastSenderReport,
        int delaySinceLastSenderReport) {
    /** Octets of a block. */
    public static final int BYTES = 24;

    static ReportBlock read(ByteBuf in, int at) {
        return new ReportBlock(
                in.getInt(at),
                in.getUnsignedByte(at + 4),
                in.getMedium(at + 5),
                in.getInt(at + 8),
                in.getInt(at + 12),
                in.getInt(at + 16),
                in.getInt(at + 20));
    }

    void write(ByteBuf out) {
        out.writeInt(ssrc);
        out.writeByte(fractionLost);
        out.writeMedium(cumulativeLost);
        out.writeInt(highestSequence);
        out.writeInt(jitter);
        out.writeInt(lastSenderReport);
        out.writeInt(delaySinceLastSenderReport);
    }

    /**
     * Network round trip by this block about our own stream (RFC 3550, section 6.4.1).
     *
     * @param arrivalNtp 64-bit NTP time at which it came
     * @return milliseconds; NaN without a sender report to refer to, or when the figures cannot be true
     */
    public double roundTripMs(long arrivalNtp) {
        return roundTripMs(arrivalNtp, lastSenderReport, delaySinceLastSenderReport);
    }

    static double roundTripMs(long arrivalNtp, int reference, int delay) {
        if (reference == 0) {
            return Double.NaN;
        }
        int trip = (int) (arrivalNtp >>> 16) - reference - delay;
        boolean plausible = trip >= 0 || trip > -66; // clocks tick at both ends: a little below 0 means 0
        return plausible ? Math.max(0, trip) * 1_000.0 / 65_536 : Double.NaN;
    }
}
