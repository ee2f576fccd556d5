package io.earshot.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The peer's passive TCP candidates (RFC 6544). We connect to them only when UDP has not worked for a while, which spares
 * servers a connection for each join, and again when a working pair falls silent. Confined to its agent.
 */
final class Streams {
    private static final long HEAD_START_NS = 400_000_000L;

    /** Of UDP candidates that have not come yet. */
    private static final long SHORT_START_NS = 50_000_000L;

    private static final long AGAIN_NS = 2_000_000_000L;
    private static final int MOST = 4;

    private final CheckList checks;
    private final IceWire wire;
    private final List<IceCandidate> candidates = new ArrayList<>();
    private long startNs;
    private long connectNs = Deadline.NEVER;

    Streams(CheckList checks, IceWire wire) {
        this.checks = checks;
        this.wire = wire;
    }

    /** UDP's head start begins. */
    void start(long nowNs) {
        startNs = nowNs;
        connectNs = nowNs + SHORT_START_NS;
    }

    /** Whether a candidate is one of ours to remember. */
    boolean take(IceCandidate candidate, long nowNs) {
        InetSocketAddress address = candidate.address();
        boolean ours = candidate.protocol() == IceCandidate.Protocol.TCP_PASSIVE
                && candidates.size() < MOST
                && address.getPort() != 0
                && !address.getAddress().isAnyLocalAddress()
                && !address.getAddress().isMulticastAddress()
                && candidates.stream().noneMatch(known -> known.address().equals(address));
        if (ours) {
            candidates.add(candidate);
            if (connectNs == Deadline.NEVER) {
                start(nowNs);
            }
        }
        return ours;
    }

    void onDeadline(boolean needed, long nowNs) {
        if (!needed || !Deadline.isDue(connectNs, nowNs)) {
            return;
        }
        if (nowNs - startNs < HEAD_START_NS && !checks.pairs().isEmpty()) {
            connectNs = startNs + HEAD_START_NS;
            return;
        }
        connectNs = nowNs + AGAIN_NS;
        for (IceCandidate candidate : candidates) {
            if (!checks.hasStream(candidate.address())) {
                wire.connect(candidate.address());
            }
        }
    }

    void onConnected(int base, InetSocketAddress peer) {
        for (IceCandidate candidate : candidates) {
            if (candidate.address().equals(peer)) {
                checks.addStream(base, peer, candidate.priority());
            }
        }
    }

    long deadlineNs(boolean needed) {
        return needed && !candidates.isEmpty() ? connectNs : Deadline.NEVER;
    }
}
