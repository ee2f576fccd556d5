package io.earshot.livekit.dispatch;

import java.util.List;

/**
 * The reason for each trunk and each rule, in the order they were given. Immutable.
 *
 * @param trunks about trunks
 * @param rules about rules; empty when a trunk's password comes first
 */
public record Explanation(List<Verdict> trunks, List<Verdict> rules) {
    public Explanation {
        trunks = List.copyOf(trunks);
        rules = List.copyOf(rules);
    }

    /**
     * About one trunk or rule. Immutable.
     *
     * @param id its id
     * @param name its name, or empty
     * @param fit whether it decides
     * @param why the reasons, each half a sentence
     */
    public record Verdict(String id, String name, Fit fit, List<String> why) {
        public Verdict {
            why = List.copyOf(why);
        }
    }

    /** Whether a trunk or rule decides about the call. */
    public enum Fit {
        /** It decides. */
        CHOSEN,
        /** It fits, but another one goes before it. */
        OUTRANKED,
        /** It does not fit. */
        EXCLUDED,
        /** It fits as well as another one, or forbids to choose at all. */
        CONFLICTING
    }
}
