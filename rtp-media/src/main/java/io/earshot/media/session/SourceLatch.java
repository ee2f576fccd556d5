package io.earshot.media.session;

import io.earshot.media.rtp.SequenceTracker;
import java.net.InetSocketAddress;
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

    enum Verdict {
        ACCEPTED,
        STRANGER
    }

    private final boolean symmetric;
    private InetSocketAddress signalled;
    private @Nullable InetSocketAddress latched;
    private @Nullable InetSocketAddress candidate;
    private int candidateSsrc;
    private SequenceTracker candidateSequence = new SequenceTracker(PROBATION);

    SourceLatch(boolean symmetric, InetSocketAddress signalled) {
        this.symmetric = symmetric;
        this.signalled = signalled;
    }

    /** The peer's SDP names an address. Only a new one opens the latch again. */
    void signalled(InetSocketAddress address) {
        if (!address.equals(signalled)) {
            signalled = address;
            latched = null;
            candidate = null;
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
        if (!from.equals(candidate) || ssrc != candidateSsrc) {
            candidate = from;
            candidateSsrc = ssrc;
            candidateSequence = new SequenceTracker(PROBATION);
        }
        if (!candidateSequence.update(sequenceNumber).usable()) {
            return false;
        }
        latched = from;
        return true;
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
