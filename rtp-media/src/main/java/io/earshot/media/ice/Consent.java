package io.earshot.media.ice;

import java.util.random.RandomGenerator;

/**
 * Whether the peer still wants to hear us (RFC 7675). We ask more often than its 4 to 6 s, and again soon when no answer
 * comes, to notice a dead server within seconds; oftener still where a silence shorter than 5 s is to count. Confined to its agent.
 */
final class Consent {
    private static final long INTERVAL_NS = 2_500_000_000L;
    private static final long AGAIN_NS = 500_000_000L;

    private final IceConfig config;
    private final RandomGenerator random;
    private final long intervalNs;
    private final long againNs;
    private long answeredNs;
    private long askNs;

    Consent(IceConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
        this.intervalNs = Math.min(INTERVAL_NS, config.disconnectedNs() / 2);
        this.againNs = Math.min(AGAIN_NS, config.disconnectedNs() / 10);
    }

    /** The answer to the check that selected the pair is the first consent. */
    void begin(long nowNs) {
        onAnswer(nowNs);
    }

    void onAnswer(long nowNs) {
        answeredNs = nowNs;
        askNs = nowNs + (long) (intervalNs * (0.8 + 0.4 * random.nextDouble()));
    }

    void onAsked(long nowNs) {
        askNs = nowNs + againNs;
    }

    boolean isDue(long nowNs) {
        return askNs - nowNs <= 0;
    }

    boolean isMissing(long nowNs) {
        return nowNs - answeredNs >= config.disconnectedNs();
    }

    boolean isGone(long nowNs) {
        return nowNs - answeredNs >= config.failedNs();
    }

    long deadlineNs(boolean connected) {
        long expiryNs = answeredNs + (connected ? config.disconnectedNs() : config.failedNs());
        return Deadline.earlier(askNs, expiryNs);
    }
}
