package io.earshot.media.net;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/**
 * Pairs of UDP ports, even for RTP and the next odd one for RTCP (RFC 3550, section 11). Pairs are handed out at
 * random, so that an attacker cannot tell the next one, and a returned pair drains before it is used again, so that
 * late packets of one call never reach another. Thread-safe because every method is synchronized (call set-up only).
 */
public final class PortPool {
    /** No pair is free. */
    public static final int EXHAUSTED = -1;

    private record Drained(int port, long untilNs) {}

    private final int[] free;
    private int freeCount;
    private final ArrayDeque<Drained> draining = new ArrayDeque<>();
    private final long drainNs;
    private final RandomGenerator random;
    private final int pairs;

    /**
     * All pairs whose both ports lie in {@code firstPort} to {@code lastPort}.
     *
     * @param drainNs how long a returned pair stays unused, nanoseconds
     */
    public PortPool(int firstPort, int lastPort, long drainNs) {
        this(firstPort, lastPort, drainNs, new SecureRandom());
    }

    PortPool(int firstPort, int lastPort, long drainNs, RandomGenerator random) {
        int first = firstPort + (firstPort & 1);
        if (firstPort < 1 || lastPort > 65_535 || first + 1 > lastPort) {
            throw new IllegalArgumentException("no port pair in " + firstPort + " to " + lastPort);
        }
        this.pairs = (lastPort - first + 1) / 2;
        this.free = new int[pairs];
        for (int i = 0; i < pairs; i++) {
            free[i] = first + 2 * i;
        }
        this.freeCount = pairs;
        this.drainNs = drainNs;
        this.random = random;
    }

    /** An even port whose odd neighbour belongs to it too, or {@link #EXHAUSTED}. */
    public synchronized int take(long nowNs) {
        reclaim(nowNs);
        if (freeCount == 0) {
            return EXHAUSTED;
        }
        int index = random.nextInt(freeCount);
        int port = free[index];
        free[index] = free[--freeCount];
        return port;
    }

    /** Returns a pair that was taken; it is free again after draining. */
    public synchronized void giveBack(int port, long nowNs) {
        draining.add(new Drained(port, nowNs + drainNs));
    }

    private void reclaim(long nowNs) {
        for (Drained next = draining.peek(); next != null && next.untilNs() - nowNs <= 0; next = draining.peek()) {
            free[freeCount++] = next.port();
            draining.remove();
        }
    }

    /** Pairs that could be taken now. */
    public synchronized int available(long nowNs) {
        reclaim(nowNs);
        return freeCount;
    }

    /** Pairs in use, not counting those that drain. */
    public synchronized int inUse() {
        return pairs - freeCount - draining.size();
    }
}
