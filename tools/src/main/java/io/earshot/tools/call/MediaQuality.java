package io.earshot.tools.call;

import org.jspecify.annotations.Nullable;

/**
 * Media quality of both directions as one end sees it. Immutable; null means not known.
 *
 * @param received what came from the other end
 * @param sent what went to the other end, as its receiver reports tell
 * @param rttMs round-trip time by RTCP, milliseconds
 */
public record MediaQuality(
        @Nullable Stream received,
        @Nullable Stream sent,
        @Nullable Double rttMs) {
    /**
     * One direction. Immutable; null means not known.
     *
     * @param packets RTP packets
     * @param lost packets that never came
     * @param discarded packets that came too late or twice
     * @param jitterMs interarrival jitter (RFC 3550, section 6.4.1)
     * @param bufferMs depth of the receiver's jitter buffer
     * @param r rating factor of the E-model (ITU-T G.107)
     * @param mos estimated mean opinion score, 1 to 5
     */
    public record Stream(
            long packets,
            @Nullable Long lost,
            @Nullable Long discarded,
            @Nullable Double jitterMs,
            @Nullable Double bufferMs,
            @Nullable Double r,
            @Nullable Double mos) {}
}
