package io.earshot.media.session;

import io.earshot.media.rtp.SequenceTracker;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose packets are the peer's (symmetric RTP, RFC 4961, without RTP bleed). The address of the SDP is
 * believed at once. Another one (a peer behind NAT) is latched onto after {@value #PROBATION} packets in sequence, if
 * the address of the SDP has not sent; should that one still come, it wins, since signalling vouches for it. All other
 * sources are strangers until a re-INVITE names a new address. Sans-IO.
 */
final class SourceLatch {
    /** Packets in sequence from one source that latch. */
    static final int PROBATION = 4;

    private static final int CANDIDATES = 8;

    enum Verdict {
        ACCEPTED,
        STRANGER
    }

    private final boolean symmetric;
    private InetSocketAddress signalled;
    private @Nullable InetSocketAddress latched;
    private final Candidate[] candidates = new Candidate[CANDIDATES];
    private int nextCandidate;

    SourceLatch(boolean symmetric, InetSocketAddress signalled) {
        this.symmetric = symmetric;
        this.signalled = signalled;
        Arrays.setAll(candidates, i -> new Candidate());
    }

    /** The peer's SDP names an address. Only a new one opens the latch again. */
    void signalled(InetSocketAddress address) {
        if (!address.equals(signalled)) {
            signalled = address;
            latched = null;
        }
    }

    /** Judges the source of a well-formed packet with a payload type that was agreed. */
    Verdict judge(InetSocketAddress from, int ssrc, int sequenceNumber) {
        if (from.equals(latched)) {
            return Verdict.ACCEPTED;
        }
        if (from.equals(signalled)) {
            latched = signalled;
            return Verdict.ACCEPTED;
        }
        boolean open = symmetric && latched == null;
        return open && proven(from, ssrc, sequenceNumber) ? Verdict.ACCEPTED : Verdict.STRANGER;
    }

    private boolean proven(InetSocketAddress from, int ssrc, int sequenceNumber) {
        if (!candidate(from, ssrc).sequence.update(sequenceNumber).usable()) {
            return false;
        }
        latched = from;
        return true;
    }

    private Candidate candidate(InetSocketAddress from, int ssrc) {
        for (Candidate candidate : candidates) {
            if (from.equals(candidate.address) && ssrc == candidate.ssrc) {
                return candidate;
            }
        }
        Candidate replaced = candidates[nextCandidate];
        nextCandidate = (nextCandidate + 1) % CANDIDATES;
        replaced.address = from;
        replaced.ssrc = ssrc;
        replaced.sequence.newSource();
        return replaced;
    }

    /** A source on probation. Several are watched, so that a stranger cannot hinder the peer by talking in between. */
    private static final class Candidate {
        private final SequenceTracker sequence = new SequenceTracker(PROBATION);
        private @Nullable InetSocketAddress address;
        private int ssrc;
    }

    /** Where our packets go. */
    InetSocketAddress remote() {
        return latched != null ? latched : signalled;
    }

    /** Whether a source is latched. */
    boolean closed() {
        return latched != null;
    }
}
