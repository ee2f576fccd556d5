package io.earshot.media.codec;

/**
 * How an Opus encoder works. Immutable.
 *
 * @param complexity 0 (least work) to 10 (best sound)
 * @param bitrate bits a second, 6,000 to 64,000
 * @param inbandFec whether packets carry a coarse copy of the frame before (RFC 6716, section 2.1.7), when losses are
 *     expected and the bitrate has room
 * @param expectedLossPercent packets the peer is thought to lose, 0 to 100; decides how much the copy may cost
 * @param dtx whether silence is coded in packets of one or two octets, only now and then a longer one
 */
public record OpusSettings(int complexity, int bitrate, boolean inbandFec, int expectedLossPercent, boolean dtx) {
    /** Wideband speech at 24 kbit/s, middle complexity, redundancy for 5 % loss. */
    public static final OpusSettings DEFAULT = new OpusSettings(5, 24_000, true, 5, false);

    public OpusSettings {
        require(complexity, 0, 10, "complexity");
        require(bitrate, 6_000, 64_000, "bitrate");
        require(expectedLossPercent, 0, 100, "expected loss in percent");
    }

    private static void require(int value, int from, int to, String name) {
        if (value < from || value > to) {
            throw new IllegalArgumentException("Opus " + name + " must be " + from + " to " + to + ": " + value);
        }
    }
}
