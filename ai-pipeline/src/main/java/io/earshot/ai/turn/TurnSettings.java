package io.earshot.ai.turn;

/**
 * When a turn counts as over. Immutable.
 *
 * @param mode who decides
 * @param minSilenceMs decided locally: silence after the last speech before the turn is over (100 to 5000)
 * @param maxSilenceMs decided by the provider: silence after which we decide ourselves (500 to 30000)
 * @param finalTranscriptMs how long to wait for the final text once it was asked for (100 to 10000)
 * @param preemptive whether a reply is prepared, unheard, when the recogniser thinks the turn is probably over
 */
public record TurnSettings(Mode mode, int minSilenceMs, int maxSilenceMs, int finalTranscriptMs, boolean preemptive) {
    /** Who decides that a turn is over. */
    public enum Mode {
        /** The recogniser where it can, else we. */
        AUTO,
        /** The recogniser (endpointing, or a model of turns). */
        PROVIDER,
        /** We, from silence. */
        LOCAL
    }

    public TurnSettings {
        require("turn.min-silence-ms", minSilenceMs, 100, 5_000);
        require("turn.max-silence-ms", maxSilenceMs, 500, 30_000);
        require("turn.final-transcript-ms", finalTranscriptMs, 100, 10_000);
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ": " + value);
        }
    }

    /** The recogniser decides where it can; else 500 ms of silence; 6 s at most; 1.5 s for the final text. */
    public static TurnSettings defaults() {
        return new TurnSettings(Mode.AUTO, 500, 6_000, 1_500, true);
    }

    /** Whether we decide, given that the recogniser can or cannot. */
    public boolean decidedLocally(boolean providerCan) {
        return switch (mode) {
            case AUTO -> !providerCan;
            case PROVIDER -> false;
            case LOCAL -> true;
        };
    }
}
