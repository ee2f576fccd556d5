package io.earshot.media.ice;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A local base and a remote candidate, and how the check of it stands (RFC 8445, section 6.1.2). Confined to its agent. */
final class CandidatePair {
    /** State of a check; with one component there is nothing to unfreeze. */
    enum State {
        WAITING,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED
    }

    final int base;
    final InetSocketAddress remote;
    final long localPriority;
    final long remotePriority;
    State state = State.WAITING;
    boolean nominated;
    boolean nominateOnSuccess;
    boolean triggered;

    /** The peer made an authentic check from there. */
    boolean heard;

    /** Of the check in progress. */
    @Nullable
    TransactionId transaction;

    int sends;
    long retransmitNs;

    CandidatePair(int base, InetSocketAddress remote, long localPriority, long remotePriority) {
        this.base = base;
        this.remote = remote;
        this.localPriority = localPriority;
        this.remotePriority = remotePriority;
    }

    /** RFC 8445, section 6.1.2.3. */
    long priority(boolean controlling) {
        long ours = controlling ? localPriority : remotePriority;
        long theirs = controlling ? remotePriority : localPriority;
        return (Math.min(ours, theirs) << 32) + 2 * Math.max(ours, theirs) + (ours > theirs ? 1 : 0);
    }

    boolean is(int otherBase, InetSocketAddress otherRemote) {
        return base == otherBase && remote.equals(otherRemote);
    }
}
