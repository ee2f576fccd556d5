package io.earshot.media.webrtc;

import io.earshot.media.session.SessionQuality;

/**
 * Media quality of a peer connection so far. Immutable.
 *
 * @param received all that we hear, over all tracks; jitter, buffer and score are those of the worst one
 * @param sent all that we send, over all tracks, and how the other side hears the worst one
 * @param roundTripMs network round trip, milliseconds; NaN while unknown
 * @param repair what was asked for again, and what was sent again
 * @param drops what was refused
 */
public record PeerQuality(
        SessionQuality.Received received, SessionQuality.Sent sent, double roundTripMs, Repair repair, Drops drops) {

    /**
     * What retransmission (RFC 4585) and redundancy (RFC 2198) did.
     *
     * @param asked packets that we asked for again
     * @param recovered packets that came again, or within the next one, in time
     * @param askedOfUs packets that the other side asked for again
     * @param resent of these, the packets sent again
     */
    public record Repair(long asked, long recovered, long askedOfUs, long resent) {}

    /**
     * What was counted and dropped.
     *
     * @param malformed RTP that does not parse
     * @param malformedRtcp RTCP that does not parse
     * @param unknownPayloads RTP of payload types that were not agreed
     * @param unknownSources RTP of sources that no section explains
     * @param malformedRedundancy RED payloads that do not parse
     * @param implausible packets far from the expected sequence that nothing followed
     */
    public record Drops(
            long malformed,
            long malformedRtcp,
            long unknownPayloads,
            long unknownSources,
            long malformedRedundancy,
            long implausible) {}
}
