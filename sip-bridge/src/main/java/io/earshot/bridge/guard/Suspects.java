package io.earshot.bridge.guard;

import io.earshot.bridge.config.BanConfig;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each source did wrong lately. Holds at most {@link BanConfig#remembered} sources: while it is full of fresh ones, others
 * are not counted. Thread-safe: the table is concurrent and each source has its own lock.
 */
final class Suspects {
    private final Map<Long, Suspect> suspects = new ConcurrentHashMap<>();
    private long sweptNs = Long.MIN_VALUE;

    /** One source in its window. */
    private static final class Suspect {
        private final int[] counts = new int[Misdeed.values().length];
        private final Set<Integer> numbers = new HashSet<>();
        private final long startNs;

        Suspect(long startNs) {
            this.startNs = startNs;
        }

        /** How often it was, counting this one. */
        synchronized int more(Misdeed misdeed) {
            return ++counts[misdeed.ordinal()];
        }

        synchronized int called(String number, int most) {
            if (numbers.size() < most) {
                numbers.add(number.hashCode());
            }
            return numbers.size();
        }
    }

    /** Notes a misdeed; true when it is the one that bans. */
    boolean note(long source, Misdeed misdeed, BanConfig config, long nowNs) {
        int limit = misdeed.limit(config);
        Suspect suspect = limit == 0 ? null : of(source, config, nowNs);
        return suspect != null && suspect.more(misdeed) >= limit;
    }

    /** Notes a number that was called; true when it is one too many. */
    boolean called(long source, String number, BanConfig config, long nowNs) {
        Suspect suspect = config.numbers() == 0 ? null : of(source, config, nowNs);
        return suspect != null && suspect.called(number, config.numbers()) >= config.numbers();
    }

    void forget(long source) {
        suspects.remove(source);
    }

    int size() {
        return suspects.size();
    }

    private @org.jspecify.annotations.Nullable Suspect of(long source, BanConfig config, long nowNs) {
        long windowNs = config.window().toNanos();
        Suspect known = suspects.get(source);
        if (known != null && nowNs - known.startNs < windowNs) {
            return known;
        }
        if (known == null && suspects.size() >= config.remembered() && !swept(nowNs, windowNs)) {
            return null;
        }
        return suspects.compute(
                source, (_, old) -> old != null && nowNs - old.startNs < windowNs ? old : new Suspect(nowNs));
    }

    /** Forgets sources whose window is over, once a second at most; false when none was. */
    private synchronized boolean swept(long nowNs, long windowNs) {
        if (sweptNs != Long.MIN_VALUE && nowNs - sweptNs < 1_000_000_000L) {
            return false;
        }
        sweptNs = nowNs;
        return suspects.values().removeIf(suspect -> nowNs - suspect.startNs >= windowNs);
    }
}
