package io.earshot.media.webrtc;

import java.util.random.RandomGenerator;

/**
 * Numbers of a source of ours, chosen at random so that nobody can guess them (RFC 3550, section 5.1). Immutable.
 *
 * @param ssrc synchronization source
 * @param firstSequenceNumber 0 to 32767, so that the other side cannot mistake the roll-over count (RFC 3711, section 3.3.1)
 * @param firstTimestamp any
 */
record SourceNumbers(int ssrc, int firstSequenceNumber, int firstTimestamp) {
    static SourceNumbers random(RandomGenerator random) {
        return new SourceNumbers(random.nextInt(), random.nextInt(1 << 15), random.nextInt());
    }
}
