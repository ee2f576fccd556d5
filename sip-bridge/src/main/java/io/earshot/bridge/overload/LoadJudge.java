package io.earshot.bridge.overload;

import io.earshot.bridge.config.OverloadConfig;

/**
 * Decides from lateness and processor use whether new calls are taken: refused at once, taken again only after a while of
 * calm. Sans-IO; confined to the watching thread.
 */
final class LoadJudge {
    private boolean overloaded;
    private long calmSinceNs;
    private boolean calm;
    private String reason = "";

    /** Takes a look; true when the verdict changed. */
    boolean look(OverloadConfig config, long latenessNs, double processor, long nowNs) {
        boolean before = overloaded;
        String why = why(config, latenessNs, processor);
        if (!why.isEmpty()) {
            overloaded = true;
            calm = false;
            reason = why;
        } else if (overloaded && isCalm(config, latenessNs, processor)) {
            recover(config, nowNs);
        } else {
            calm = false;
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

    private void recover(OverloadConfig config, long nowNs) {
        if (!calm) {
            calm = true;
            calmSinceNs = nowNs;
        }
        if (nowNs - calmSinceNs >= config.recoveredFor().toNanos()) {
            overloaded = false;
            calm = false;
            reason = "";
        }
    }
}
