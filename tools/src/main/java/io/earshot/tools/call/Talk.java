package io.earshot.tools.call;

import java.util.ArrayList;
import java.util.List;

/**
 * Who was audible when: collects the times of packets that hold speech and joins them to talkspurts.
 * Confined to the call's loop.
 */
final class Talk {
    private final long joinNs;
    private final List<Spurt> ended = new ArrayList<>();
    private long startNs;
    private long endNs;
    private boolean open;

    /**
     * One stretch of speech. Immutable.
     *
     * @param startNs time of its first packet
     * @param endNs time of its last packet
     */
    record Spurt(long startNs, long endNs) {}

    /** @param joinNs packets closer together than this belong to one spurt */
    Talk(long joinNs) {
        this.joinNs = joinNs;
    }

    /** A packet with audible speech was sent or arrived. */
    void onSpeech(long atNs) {
        if (open && atNs - endNs > joinNs) {
            ended.add(new Spurt(startNs, endNs));
            open = false;
        }
        if (!open) {
            startNs = atNs;
            open = true;
        }
        endNs = atNs;
    }

    /** Whether any speech was heard within the last {@code withinNs}. */
    boolean audible(long nowNs, long withinNs) {
        return open && nowNs - endNs <= withinNs;
    }

    /** Start of the latest spurt; only meaningful once something was heard. */
    long latestStartNs() {
        return startNs;
    }

    /** Time of the latest speech packet; only meaningful once something was heard. */
    long latestEndNs() {
        return endNs;
    }

    /** Whether anything was heard so far. */
    boolean heard() {
        return open;
    }

    /** All spurts in order, the latest included. */
    List<Spurt> spurts() {
        List<Spurt> all = new ArrayList<>(ended);
        if (open) {
            all.add(new Spurt(startNs, endNs));
        }
        return all;
    }
}
