package io.earshot.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks STUN servers how they see our bases (RFC 8445, section 5.1.1.2). A server that does not answer is asked seven times
 * and then left alone. Confined to its transport's loop.
 */
final class ReflexiveGatherer {
    private static final long FIRST_RTO_NS = 250_000_000L;
    private static final int MAX_SENDS = 7;

    private static final class Question {
        final int base;
        final InetSocketAddress server;
        final TransactionId id;
        int sends;
        long dueNs;

        Question(int base, InetSocketAddress server, TransactionId id, long dueNs) {
            this.base = base;
            this.server = server;
            this.id = id;
            this.dueNs = dueNs;
        }
    }

    private final List<LocalBase> bases;
    private final IceWire wire;
    private final StunWriter writer = new StunWriter();
    private final List<Question> questions = new ArrayList<>();
    private final List<IceCandidate> found = new ArrayList<>();

    ReflexiveGatherer(List<LocalBase> bases, IceWire wire) {
        this.bases = bases;
        this.wire = wire;
    }

    void ask(List<InetSocketAddress> servers, RandomGenerator random, long nowNs) {
        for (int base = 0; base < bases.size(); base++) {
            for (InetSocketAddress server : servers) {
                if (bases.get(base).reaches(server)) {
                    questions.add(new Question(base, server, TransactionId.random(random), nowNs));
                }
            }
        }
        onDeadline(nowNs);
    }

    void onDeadline(long nowNs) {
        for (Question question : questions) {
            if (Deadline.isDue(question.dueNs, nowNs)) {
                send(question, nowNs);
            }
        }
        questions.removeIf(question -> question.sends > MAX_SENDS);
    }

    private void send(Question question, long nowNs) {
        if (question.sends < MAX_SENDS) {
            writer.begin(Stun.Kind.REQUEST, Stun.BINDING, question.id).fingerprint();
            wire.send(question.base, writer.octets(), writer.length(), question.server);
        }
        question.dueNs = nowNs + (FIRST_RTO_NS << Math.min(question.sends, 3));
        question.sends++;
    }

    long deadlineNs() {
        long next = Deadline.NEVER;
        for (Question question : questions) {
            next = Deadline.earlier(next, question.dueNs);
        }
        return next;
    }

    /** A response; false when it answers none of our questions. */
    boolean answers(StunReader response, int base, InetSocketAddress from) {
        TransactionId id = response.transaction();
        return questions.stream().anyMatch(it -> it.id.equals(id) && it.base == base && it.server.equals(from));
    }

    /** The new candidate that an answer brings; null when it is an error, is known, or is the base itself. */
    @Nullable
    IceCandidate take(StunReader response, int base) {
        TransactionId id = response.transaction();
        questions.removeIf(it -> it.id.equals(id));
        InetSocketAddress seen = response.kind() == Stun.Kind.SUCCESS ? response.mappedAddress() : null;
        if (seen == null || seen.getPort() == 0 || isKnown(seen)) {
            return null;
        }
        IceCandidate candidate = bases.get(base).reflexive(seen);
        found.add(candidate);
        return candidate;
    }

    private boolean isKnown(InetSocketAddress seen) {
        return bases.stream().anyMatch(it -> it.address().equals(seen))
                || found.stream().anyMatch(it -> it.address().equals(seen));
    }

    List<IceCandidate> found() {
        return found;
    }
}
