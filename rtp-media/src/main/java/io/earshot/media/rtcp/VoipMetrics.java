package io.earshot.media.rtcp;

import io.netty.buffer.ByteBuf;

/**
 * The VoIP metrics report block (RFC 3611, section 4.7). Immutable.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     BT=7      |   reserved    |       block length = 8        |
 * |                        SSRC of source                         |
 * |   loss rate   | discard rate  | burst density |  gap density  |
 * |       burst duration          |         gap duration          |
 * |     round trip delay          |       end system delay        |
 * | signal level  |  noise level  |     RERL      |     Gmin      |
 * |   R factor    | ext. R factor |    MOS-LQ     |    MOS-CQ     |
 * |   RX config   |   reserved    |          JB nominal           |
 * |          JB maximum           |          JB abs max           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param ssrc the source reported on
 * @param lossRate packets lost since the start, in 1/256
 * @param discardRate packets discarded since the start, in 1/256
 * @param bursts how losses clustered
 * @param roundTripMs milliseconds
 * @param endSystemDelayMs milliseconds spent in the reporter
 * @param rFactor 0 to 100, {@link #UNAVAILABLE} when unknown
 * @param mosLqTenths listening quality times 10, {@link #UNAVAILABLE} when unknown
 * @param mosCqTenths conversational quality times 10, {@link #UNAVAILABLE} when unknown
 * @param rxConfig concealment and jitter buffer kind, as coded
 * @param jitterNominalMs delay of the jitter buffer now
 * @param jitterMaxMs delay that it may reach in the present conditions
 * @param jitterAbsMaxMs delay that it may ever reach
 */
public record VoipMetrics(
        int ssrc,
        int lossRate,
        int discardRate,
        Bursts bursts,
        int roundTripMs,
        int endSystemDelayMs,
        int rFactor,
        int mosLqTenths,
        int mosCqTenths,
        int rxConfig,
        int jitterNominalMs,
        int jitterMaxMs,
        int jitterAbsMaxMs) {
    /** Value of a level or score that is not known. */
    public static final int UNAVAILABLE = 127;
    /** Receiver configuration: silence instead of lost audio, no adaptive buffer. */
    public static final int RX_SILENCE_FIXED = 0b0110_0000;
    /** Receiver configuration: standard concealment, adaptive buffer. */
    public static final int RX_CONCEAL_ADAPTIVE = 0b1111_0000;

    static final int BLOCK_TYPE = 7;
    static final int BYTES = 36;

    /**
     * Bursts and gaps of loss.
     *
     * @param burstDensity share of packets lost or discarded within bursts, in 1/256
     * @param gapDensity the same within gaps
     * @param burstMs mean length of bursts, milliseconds
     * @param gapMs mean length of gaps, milliseconds
     */
    public record Bursts(int burstDensity, int gapDensity, int burstMs, int gapMs) {}

    static VoipMetrics read(ByteBuf in, int at) {
        var bursts = new Bursts(
                in.getUnsignedByte(at + 10),
                in.getUnsignedByte(at + 11),
                in.getUnsignedShort(at + 12),
                in.getUnsignedShort(at + 14));
        return new VoipMetrics(
                in.getInt(at + 4),
                in.getUnsignedByte(at + 8),
                in.getUnsignedByte(at + 9),
                bursts,
                in.getUnsignedShort(at + 16),
                in.getUnsignedShort(at + 18),
                in.getUnsignedByte(at + 24),
                in.getUnsignedByte(at + 26),
                in.getUnsignedByte(at + 27),
                in.getUnsignedByte(at + 28),
                in.getUnsignedShort(at + 30),
                in.getUnsignedShort(at + 32),
                in.getUnsignedShort(at + 34));
    }

    void write(ByteBuf out) {
        out.writeByte(BLOCK_TYPE).writeByte(0).writeShort(BYTES / 4 - 1);
        out.writeInt(ssrc);
        out.writeByte(lossRate).writeByte(discardRate);
        out.writeByte(bursts.burstDensity).writeByte(bursts.gapDensity);
        writeMillis(out, bursts.burstMs, bursts.gapMs);
        writeMillis(out, roundTripMs, endSystemDelayMs);
        out.writeByte(UNAVAILABLE).writeByte(UNAVAILABLE).writeByte(UNAVAILABLE).writeByte(BurstCounter.GMIN);
        out.writeByte(rFactor).writeByte(UNAVAILABLE).writeByte(mosLqTenths).writeByte(mosCqTenths);
        out.writeByte(rxConfig).writeByte(0);
        out.writeShort(Math.min(0xFFFF, jitterNominalMs));
        writeMillis(out, jitterMaxMs, jitterAbsMaxMs);
    }

    private static void writeMillis(ByteBuf out, int first, int second) {
        out.writeShort(Math.min(0xFFFF, first)).writeShort(Math.min(0xFFFF, second));
    }

    /** Whether the reporter knows an R factor. */
    public boolean rated() {
        return rFactor <= 100;
    }
}
