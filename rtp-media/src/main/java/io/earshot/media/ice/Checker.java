package io.earshot.media.ice;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the checks of a list: paced, retransmitted, given up (RFC 8445, sections 6.1.4 and 14). The pace is the 5 ms that
 * RFC 8445 allows at least, and the first retransmission comes after 100 ms instead of its 500 ms, because a caller waits
 * for it and the number of checks is small. Confined to its agent.
 */
final class Checker {
    private static final long PACE_NS = 5_000_000L;
    private static final long FIRST_RTO_NS = 100_000_000L;
    private static final long LONGEST_RTO_NS = 1_600_000_000L;
    private static final int MAX_SENDS = 7;

    private final CheckList checks;
    private final Role role;
    private final RandomGenerator random;
    private final IceWire wire;
    private final StunWriter writer = new StunWriter();
    private final Transactions transactions = new Transactions();
    private String username = "";
    private @Nullable StunIntegrity key;
    private long paceNs;
    private long retransmitNs = Deadline.NEVER;
    private boolean idle = true;

    Checker(CheckList checks, Role role, RandomGenerator random, IceWire wire) {
        this.checks = checks;
        this.role = role;
        this.random = random;
        this.wire = wire;
    }

    void start(String to, StunIntegrity remoteKey, long nowNs) {
        username = to;
        key = remoteKey;
        paceNs = nowNs;
        idle = false;
    }

    /** There may be something to check. */
    void wake(long nowNs) {
        if (idle && key != null) {
            idle = false;
            paceNs = paceNs - nowNs > 0 ? paceNs : nowNs;
        }
    }

    Transactions.@Nullable Request find(TransactionId id) {
        return transactions.find(id);
    }

    void forget(TransactionId id) {
        transactions.remove(id);
    }

    /** Makes the next check when its time has come, of pairs better than {@code above}, and repeats those unanswered. */
    void onDeadline(@Nullable CandidatePair above, long nowNs) {
        if (!idle && Deadline.isDue(paceNs, nowNs)) {
            CandidatePair pair = checks.next(role.controlling, above);
            idle = pair == null;
            if (pair != null) {
                begin(pair, nowNs);
                paceNs = nowNs + PACE_NS;
            }
        }
        if (Deadline.isDue(retransmitNs, nowNs)) {
            retransmit(nowNs);
        }
    }

    private void begin(CandidatePair pair, long nowNs) {
        transactions.remove(pair.transaction);
        pair.transaction = TransactionId.random(random);
        pair.state = CandidatePair.State.IN_PROGRESS;
        pair.sends = 0;
        transactions.put(pair.transaction, new Transactions.Request(pair, role.controlling, role.controlling, false));
        send(pair, nowNs);
        retransmitNs = Deadline.earlier(retransmitNs, pair.retransmitNs);
    }

    private void send(CandidatePair pair, long nowNs) {
        TransactionId id = pair.transaction;
        if (id != null) {
            request(pair, id, role.controlling);
            pair.retransmitNs = nowNs + Math.min(FIRST_RTO_NS << pair.sends, LONGEST_RTO_NS);
            pair.sends++;
        }
    }

    private void retransmit(long nowNs) {
        retransmitNs = Deadline.NEVER;
        for (CandidatePair pair : checks.pairs()) {
            if (pair.state == CandidatePair.State.IN_PROGRESS) {
                if (Deadline.isDue(pair.retransmitNs, nowNs)) {
                    repeatOrGiveUp(pair, nowNs);
                }
                retransmitNs = pair.state == CandidatePair.State.IN_PROGRESS
                        ? Deadline.earlier(retransmitNs, pair.retransmitNs)
                        : retransmitNs;
            }
        }
    }

    private void repeatOrGiveUp(CandidatePair pair, long nowNs) {
        if (pair.sends < MAX_SENDS) {
            send(pair, nowNs);
        } else {
            transactions.remove(pair.transaction);
            pair.state = CandidatePair.State.FAILED;
        }
    }

    /** A check of the selected pair that nothing but consent depends on; never repeated, there will be another. */
    void askConsent(CandidatePair pair) {
        TransactionId id = TransactionId.random(random);
        transactions.put(id, new Transactions.Request(pair, role.controlling, false, true));
        request(pair, id, false);
    }

    private void request(CandidatePair pair, TransactionId id, boolean useCandidate) {
        StunIntegrity remoteKey = key;
        if (remoteKey == null) {
            return;
        }
        writer.begin(Stun.Kind.REQUEST, Stun.BINDING, id)
                .username(username)
                .priority(IceCandidate.Type.PRFLX.priority((int) (pair.localPriority >> 8) & 0xFFFF))
                .role(role.controlling, role.tieBreaker);
        if (useCandidate) {
            writer.useCandidate();
        }
        writer.integrity(remoteKey).fingerprint();
        wire.send(pair.base, writer.octets(), writer.length(), pair.remote);
    }

    long deadlineNs() {
        return idle ? retransmitNs : Deadline.earlier(paceNs, retransmitNs);
    }
}
