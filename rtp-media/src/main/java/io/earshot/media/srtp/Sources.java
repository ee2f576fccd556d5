package io.earshot.media.srtp;

import io.netty.util.collection.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Contexts by SSRC, at most {@link #MOST}. When there is no room, the one that was silent for longest goes, provided that
 * was a minute; so a peer that invents sources cannot make us grow, nor push out those that talk. Confined to its session.
 */
final class Sources<C> {
    static final int MOST = 128;
    static final long SILENT_NS = 60_000_000_000L;

    /** Forged packets of unknown sources, each of which costs the derivation of keys, that are looked at in a second. */
    static final int FORGED_A_SECOND = 64;

    private static final long SECOND_NS = 1_000_000_000L;

    private static final class Source<C> {
        private final C context;
        private long heardNs;

        Source(C context) {
            this.context = context;
        }
    }

    private final IntObjectHashMap<Source<C>> sources = new IntObjectHashMap<>();
    private long secondNs;
    private int forged;

    @Nullable
    C find(int ssrc, long nowNs) {
        Source<C> source = sources.get(ssrc);
        if (source == null) {
            return null;
        }
        source.heardNs = nowNs;
        return source.context;
    }

    /** Whether an unknown source may be looked at: {@link #add} will find room, and this is no flood of forgeries. */
    boolean hasRoom(long nowNs) {
        return !isFlooded(nowNs) && (sources.size() < MOST || dropSilent(nowNs));
    }

    private boolean isFlooded(long nowNs) {
        if (nowNs - secondNs >= SECOND_NS) {
            secondNs = nowNs;
            forged = 0;
        }
        return forged >= FORGED_A_SECOND;
    }

    /** A packet of an unknown source was not authentic. */
    void onForged() {
        forged++;
    }

    private boolean dropSilent(long nowNs) {
        int longest = 0;
        long silentNs = -1;
        for (var entry : sources.entries()) {
            long silence = nowNs - entry.value().heardNs;
            if (silence > silentNs) {
                silentNs = silence;
                longest = entry.key();
            }
        }
        return silentNs >= SILENT_NS && sources.remove(longest) != null;
    }

    void add(int ssrc, C context, long nowNs) {
        Source<C> source = new Source<>(context);
        source.heardNs = nowNs;
        sources.put(ssrc, source);
    }

    int size() {
        return sources.size();
    }
}
