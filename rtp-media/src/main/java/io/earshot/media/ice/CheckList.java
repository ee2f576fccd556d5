package io.earshot.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pairs of one generation (RFC 8445, section 6.1.2.5), bounded. Confined to its agent. */
final class CheckList {
    /** More pairs than this are of no use to anyone but an attacker (RFC 8445, section 19.5.1). */
    static final int MAX_PAIRS = 100;

    private static final int MAX_REMOTES = 48;

    private final List<LocalBase> bases;
    private final List<CandidatePair> pairs = new ArrayList<>();
    private final ArrayDeque<CandidatePair> triggered = new ArrayDeque<>();
    private int remotes;

    CheckList(List<LocalBase> bases) {
        this.bases = bases;
    }

    List<CandidatePair> pairs() {
        return pairs;
    }

    /** Pairs a remote candidate with every base that reaches it; false when none does, it is known, or there are too many. */
    boolean addRemote(InetSocketAddress remote, long priority) {
        if (remotes >= MAX_REMOTES || pairs.stream().anyMatch(pair -> pair.remote.equals(remote))) {
            return false;
        }
        int before = pairs.size();
        for (int base = 0; base < bases.size(); base++) {
            if (bases.get(base).reaches(remote) && pairs.size() < MAX_PAIRS) {
                pairs.add(pair(base, remote, priority));
            }
        }
        remotes += pairs.size() > before ? 1 : 0;
        return pairs.size() > before;
    }

    /** Pairs the two ends of a TCP connection. */
    void addStream(int base, InetSocketAddress remote, long priority) {
        if (pairs.size() < MAX_PAIRS) {
            pairs.add(pair(base, remote, priority));
        }
    }

    /** Nothing can be sent from a base any more. */
    void removeBase(int base) {
        pairs.removeIf(pair -> pair.base == base);
        triggered.removeIf(pair -> pair.base == base);
    }

    boolean hasStream(InetSocketAddress remote) {
        return pairs.stream().anyMatch(pair -> bases.get(pair.base).peer() != null && pair.remote.equals(remote));
    }

    private CandidatePair pair(int base, InetSocketAddress remote, long priority) {
        return new CandidatePair(base, remote, bases.get(base).priority(), priority);
    }

    @Nullable
    CandidatePair find(int base, InetSocketAddress remote) {
        for (CandidatePair pair : pairs) {
            if (pair.is(base, remote)) {
                return pair;
            }
        }
        return null;
    }

    /** A peer-reflexive remote candidate (RFC 8445, section 7.3.1.3); null when there are too many. */
    @Nullable
    CandidatePair addPeerReflexive(int base, InetSocketAddress remote, long priority) {
        if (remotes >= MAX_REMOTES || pairs.size() >= MAX_PAIRS) {
            return null;
        }
        remotes++;
        CandidatePair pair = pair(base, remote, priority);
        pairs.add(pair);
        return pair;
    }

    /** Checks {@code pair} before all others, unless it is being checked. */
    void trigger(CandidatePair pair) {
        if (pair.state != CandidatePair.State.IN_PROGRESS && !pair.triggered) {
            pair.state = CandidatePair.State.WAITING;
            pair.triggered = true;
            triggered.add(pair);
        }
    }

    /** The pair to check next, which must be better than {@code above} unless that is null or the peer asked for it. */
    @Nullable
    CandidatePair next(boolean controlling, @Nullable CandidatePair above) {
        CandidatePair asked = triggered.poll();
        if (asked != null) {
            asked.triggered = false;
            return asked.state == CandidatePair.State.WAITING ? asked : next(controlling, above);
        }
        CandidatePair best = null;
        for (CandidatePair pair : pairs) {
            if (pair.state == CandidatePair.State.WAITING
                    && isBetter(pair, above, controlling)
                    && isBetter(pair, best, controlling)) {
                best = pair;
            }
        }
        return best;
    }

    static boolean isBetter(CandidatePair pair, @Nullable CandidatePair than, boolean controlling) {
        return than == null || pair.priority(controlling) > than.priority(controlling);
    }

    /** Everything but {@code but} is to be checked once more. */
    void retryAll(CandidatePair but) {
        for (CandidatePair pair : pairs) {
            if (pair != but && pair.state != CandidatePair.State.IN_PROGRESS) {
                pair.state = CandidatePair.State.WAITING;
            }
        }
    }
}
