package io.earshot.bridge.leg;

import io.earshot.ai.agent.Degradation;
import io.earshot.ai.agent.ProviderStage;
import io.earshot.ai.provider.ProviderFailure;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import java.util.Locale;
import java.util.Set;

/**
 * Counts what agents did where a provider did not do its part, and apart from that what was found out by watching and not
 * by being told. Thread-safe because tallies are.
 */
public final class Mishaps {
    /** What nobody reported: the stage went quiet, was slow, or ran out of time. */
    private static final Set<String> SILENT = Set.of("quiet", "slow", "timeout", "stopped");

    private final Tally degradations = new Tally("step", "cause");
    private final Tally watchdogs = new Tally("stage", "action").with("loop", "report");

    /** Nothing counted yet; a fallback for each thing that may befall a stage is shown from the start. */
    public Mishaps() {
        for (ProviderStage stage : ProviderStage.values()) {
            for (ProviderFailure.Kind kind : ProviderFailure.Kind.values()) {
                degradations.with(Degradation.FALLBACK.label(), (stage + "_" + kind).toLowerCase(Locale.ROOT));
            }
        }
    }

    /** An agent did {@code step} because of {@code cause}, which is a stage and what befell it. */
    void count(Degradation step, String cause) {
        degradations.count(step.label(), cause);
        int end = cause.indexOf('_');
        if (end > 0 && SILENT.contains(cause.substring(end + 1))) {
            watchdogs.count(cause.substring(0, end), step.label());
        }
    }

    /** A media loop was found stuck. */
    public void countStuckLoop() {
        watchdogs.count("loop", "report");
    }

    /** Nothing came of a caller in a room for too long; {@code action} is what was done about it. */
    public void countSilentRoom(String action) {
        watchdogs.count("room", action);
    }

    /** Adds what it counts. */
    public void addTo(Families families) {
        families.counters(
                        "earshot_degradations",
                        "What was done instead where a provider did not do its part",
                        degradations)
                .counters(
                        "earshot_watchdog",
                        "What was done about a stage that went quiet while it should have been at work",
                        watchdogs);
    }
}
