package io.earshot.bridge.overload;

import io.earshot.bridge.config.OverloadConfig;

/**
 * Decides from lateness and processor use whether new calls are taken: refused when it has been bad for a while, better moments
 * counting against that, and taken again only after a while of calm. Sans-IO; confined to the watching thread.
 */
final class LoadJudge {
    private static final long NEVER = Long.MAX_VALUE;

    private boolean overloaded;
    private long badNs;
    private long lookedNs = NEVER;
    private long calmSinceNs = NEVER;
    private String reason = "";

    /** Takes a look; true when the verdict changed. */
    boolean look(OverloadConfig config, long latenessNs, double processor, long nowNs) {
        boolean before = overloaded;
        String why = why(config, latenessNs, processor);
        long passedNs = lookedNs == NEVER ? 0 : nowNs - lookedNs;
        lookedNs = nowNs;
        if (!why.isEmpty()) {
            onBad(config, why, passedNs);
        } else {
            badNs = Math.max(0, badNs - passedNs);
            onBetter(config, isCalm(config, latenessNs, processor), nowNs);
        }
        return before != overloaded;
    }

    boolean overloaded() {
        return overloaded;
    }

    /** Why calls are refused; empty while they are taken. */
    String reason() {
        return reason;
    }

    private static String why(OverloadConfig config, long latenessNs, double processor) {
        if (latenessNs >= config.lateness().toNanos()) {
            return "media loops are " + latenessNs / 1_000_000 + " ms late";
        }
        if (config.processor() > 0 && processor >= config.processor()) {
            return "processors are used to " + Math.round(processor * 100) + " %";
        }
        return "";
    }

    private static boolean isCalm(OverloadConfig config, long latenessNs, double processor) {
        return latenessNs <= config.recovered().toNanos()
                && (config.processor() == 0 || processor < config.processor() * 0.9);
    }

    private void onBad(OverloadConfig config, String why, long passedNs) {
        calmSinceNs = NEVER;
        long enoughNs = config.lateFor().toNanos();
        badNs = Math.min(enoughNs, badNs + passedNs);
        if (overloaded || badNs >= enoughNs) {
            overloaded = true;
            reason = why;
        }
    }

    private void onBetter(OverloadConfig config, boolean calm, long nowNs) {
        if (!calm) {
            calmSinceNs = NEVER;
            return;
        }
        if (calmSinceNs == NEVER) {
            calmSinceNs = nowNs;
        }
        if (overloaded && nowNs - calmSinceNs >= config.recoveredFor().toNanos()) {
            overloaded = false;
            reason = "";
            badNs = 0;
        }
    }
}
