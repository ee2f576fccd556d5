package io.earshot.media.webrtc;

import io.earshot.media.session.SessionQuality;

/** Adds up the figures of all tracks. Used once, then thrown away. */
final class QualityTotals {
    private final double roundTripMs;
    private SessionQuality.Received received = SessionQuality.Received.NOTHING;
    private SessionQuality.Sent sent = SessionQuality.Sent.NOTHING;
    private long asked;
    private long recovered;
    private long askedOfUs;
    private long resent;
    private long malformedRedundancy;
    private long implausible;

    QualityTotals(double roundTripMs) {
        this.roundTripMs = roundTripMs;
    }

    void add(ReceiveStream stream) {
        SessionQuality.Received one = stream.quality(roundTripMs);
        received = new SessionQuality.Received(
                received.packets() + one.packets(),
                received.octets() + one.octets(),
                received.lost() + one.lost(),
                received.discarded() + one.discarded(),
                received.duplicates() + one.duplicates(),
                received.reordered() + one.reordered(),
                received.concealedMs() + one.concealedMs(),
                0,
                Math.max(received.jitterMs(), one.jitterMs()),
                Math.max(received.bufferDepthMs(), one.bufferDepthMs()),
                Math.max(received.bufferTargetMs(), one.bufferTargetMs()),
                Math.max(received.bufferDelayMs(), one.bufferDelayMs()),
                worse(received.score(), one.score()));
        asked += stream.asked();
        recovered += stream.recovered();
        malformedRedundancy += stream.malformedRedundancy();
        implausible += stream.implausible();
    }

    void add(SendStream stream) {
        SessionQuality.Sent one = stream.quality(roundTripMs);
        sent = new SessionQuality.Sent(
                sent.packets() + one.packets(),
                sent.octets() + one.octets(),
                sent.silent() + one.silent(),
                0,
                Math.max(sent.stalls(), one.stalls()),
                larger(sent.remoteLostPercent(), one.remoteLostPercent()),
                sent.remoteLost() + one.remoteLost(),
                larger(sent.remoteJitterMs(), one.remoteJitterMs()),
                worse(sent.score(), one.score()));
        askedOfUs += stream.askedOfUs();
        resent += stream.resent();
    }

    private static double larger(double one, double other) {
        return Double.isNaN(one) || other > one ? other : one;
    }

    private static SessionQuality.Score worse(SessionQuality.Score one, SessionQuality.Score other) {
        return Double.isNaN(one.r()) || other.r() < one.r() ? other : one;
    }

    /** The totals, with the connection's RTCP compounds and with what tracks that are gone had contributed. */
    PeerQuality quality(long reportsHeard, long reportsSent, PeerQuality.Repair gone, PeerQuality.Drops drops) {
        return new PeerQuality(
                received.withReports(reportsHeard),
                sent.withReports(reportsSent),
                roundTripMs,
                new PeerQuality.Repair(
                        asked + gone.asked(),
                        recovered + gone.recovered(),
                        askedOfUs + gone.askedOfUs(),
                        resent + gone.resent()),
                new PeerQuality.Drops(
                        drops.malformed(),
                        drops.malformedRtcp(),
                        drops.unknownPayloads(),
                        drops.unknownSources(),
                        drops.malformedRedundancy() + malformedRedundancy,
                        drops.implausible() + implausible));
    }
}
