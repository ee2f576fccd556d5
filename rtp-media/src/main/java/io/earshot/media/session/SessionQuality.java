package io.earshot.media.session;

import io.earshot.media.rtcp.EModel;

/**
 * Media quality of a session so far. Immutable.
 *
 * @param received what we hear
 * @param sent what we send, and how the peer says it hears us
 * @param drops what was refused
 * @param goodbye the peer said BYE by RTCP
 * @param roundTripMs network round trip by RTCP, milliseconds; NaN while unknown
 * @param protection how packets are protected
 * @param sinceNs monotonic time at which the session started
 */
public record SessionQuality(
        Received received,
        Sent sent,
        Drops drops,
        boolean goodbye,
        double roundTripMs,
        SessionProtection protection,
        long sinceNs) {
    SessionQuality withProtection(SessionProtection now) {
        return new SessionQuality(received, sent, drops, goodbye, roundTripMs, now, sinceNs);
    }

    /**
     * E-model rating of one direction (ITU-T G.107).
     *
     * @param r rating, 0 to 100; NaN while unknown
     * @param mos mean opinion score, 1 to 4.5; NaN while unknown
     */
    public record Score(double r, double mos) {
        /** Not known (yet). */
        public static final Score UNKNOWN = new Score(Double.NaN, Double.NaN);

        /** From a rating of the E-model. */
        public static Score ofR(double r) {
            return new Score(r, EModel.mos(r));
        }
    }

    /**
     * The peer's audio as it reached us.
     *
     * @param packets accepted packets, telephone events included
     * @param octets payload octets of these
     * @param lost packets that never came
     * @param discarded packets that came too late to be heard
     * @param duplicates packets that came twice (of the current source)
     * @param reordered packets that came out of order
     * @param concealedMs audio made up or left silent for packets lost or late, milliseconds; pauses of the sender are none
     * @param reports RTCP compounds of the peer's
     * @param jitterMs interarrival jitter now, milliseconds (RFC 3550)
     * @param bufferDepthMs audio in the jitter buffer now, milliseconds; 0 for G.711, which passes at arrival
     * @param bufferTargetMs delay the jitter buffer aims at, milliseconds
     * @param bufferDelayMs delay of the jitter buffer in force, milliseconds
     * @param score how we hear the peer
     */
    public record Received(
            long packets,
            long octets,
            long lost,
            long discarded,
            long duplicates,
            long reordered,
            long concealedMs,
            long reports,
            double jitterMs,
            int bufferDepthMs,
            int bufferTargetMs,
            int bufferDelayMs,
            Score score) {
        /** Nothing came yet. */
        public static final Received NOTHING = new Received(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Score.UNKNOWN);

        /** The same with the RTCP of the whole connection. */
        public Received withReports(long compounds) {
            return new Received(
                    packets,
                    octets,
                    lost,
                    discarded,
                    duplicates,
                    reordered,
                    concealedMs,
                    compounds,
                    jitterMs,
                    bufferDepthMs,
                    bufferTargetMs,
                    bufferDelayMs,
                    score);
        }
    }

    /**
     * Our audio.
     *
     * @param packets packets sent
     * @param octets payload octets sent
     * @param silent packets sent because there was nothing to say
     * @param reports RTCP compounds sent
     * @param stalls pauses of this process after which packets were skipped instead of sent in a burst
     * @param remoteLostPercent loss the peer last reported, percent; NaN while unknown
     * @param remoteLost packets lost in all as the peer last reported
     * @param remoteJitterMs jitter the peer last reported; NaN while unknown
     * @param score how the peer hears us: its own XR figure if it sends any, else computed from its reports
     */
    public record Sent(
            long packets,
            long octets,
            long silent,
            long reports,
            long stalls,
            double remoteLostPercent,
            long remoteLost,
            double remoteJitterMs,
            Score score) {
        /** Nothing was sent yet. */
        public static final Sent NOTHING = new Sent(0, 0, 0, 0, 0, Double.NaN, 0, Double.NaN, Score.UNKNOWN);

        /** The same with the RTCP of the whole connection. */
        public Sent withReports(long compounds) {
            return new Sent(
                    packets, octets, silent, compounds, stalls, remoteLostPercent, remoteLost, remoteJitterMs, score);
        }
    }

    /**
     * What was counted and dropped.
     *
     * @param malformed RTP that does not parse
     * @param malformedRtcp RTCP that does not parse
     * @param strangers RTP of sources that are not the peer
     * @param rtcpStrangers RTCP of sources that are not the peer
     * @param unknownPayloads packets with a payload type that was not agreed
     * @param implausible packets far from the expected sequence that nothing followed
     * @param unwanted audio that came while the agreed direction forbids it
     * @param sourceChanges changes of SSRC survived
     * @param sequenceRestarts restarts of the sequence survived
     */
    public record Drops(
            long malformed,
            long malformedRtcp,
            long strangers,
            long rtcpStrangers,
            long unknownPayloads,
            long implausible,
            long unwanted,
            long sourceChanges,
            long sequenceRestarts) {}
}
