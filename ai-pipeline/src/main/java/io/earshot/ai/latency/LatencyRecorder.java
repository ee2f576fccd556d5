package io.earshot.ai.latency;

import io.earshot.ai.latency.LatencySeries.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;

/**
 * The process's latency histograms: one for each stage and class of turn, over all calls, by trunk and by provider.
 * The set of labels is bounded; what exceeds it is counted under {@code other}. Every turn is recorded when its outcome
 * is certain, also those without an answer (at the time limit): nothing is left out because it was slow, and no value
 * is corrected for an expected interval, since turns do not come at one. Thread-safe because each
 * series is: a writer waits at most for another count.
 */
public final class LatencyRecorder {
    private static final int MAX_LABELS = 64;
    private static final String OTHER = "other";

    private final Map<LatencySeries, SeriesHistogram> histograms = new ConcurrentHashMap<>();
    private final Set<String> trunks = ConcurrentHashMap.newKeySet();
    private final Set<String> providers = ConcurrentHashMap.newKeySet();

    /** Counts a finished turn of a call. */
    public void record(CallLabels labels, TurnRecord turn) {
        String turnClass = turn.turnClass().label();
        String trunk = bounded(trunks, labels.trunk());
        for (Stage stage : Stage.values()) {
            if (!stage.optional() || turn.stageNs(stage) > 0) {
                recordStage(labels, stage, turnClass, turn.stageNs(stage));
            }
        }
        add(Scope.ALL, "", LatencySeries.UNEXPLAINED, turnClass, turn.unexplainedNs());
        add(Scope.ALL, "", LatencySeries.TOTAL, turnClass, turn.totalNs());
        add(Scope.TRUNK, trunk, LatencySeries.TOTAL, turnClass, turn.totalNs());
    }

    private void recordStage(CallLabels labels, Stage stage, String turnClass, long ns) {
        add(Scope.ALL, "", stage.label(), turnClass, ns);
        String provider = labels.providerOf(stage);
        if (!provider.isEmpty()) {
            add(Scope.PROVIDER, bounded(providers, provider), stage.label(), turnClass, ns);
        }
    }

    /**
     * Counts an interruption: nanoseconds from the arrival of the caller's first sound to the agent's last packet.
     *
     * @param confirmed whether the caller meant it; false when the agent went on
     */
    public void recordBargeIn(CallLabels labels, long ns, boolean confirmed) {
        String name = confirmed ? LatencySeries.BARGE_IN : LatencySeries.FALSE_BARGE_IN;
        add(Scope.ALL, "", name, TurnClass.INTERRUPTED.label(), ns);
        add(Scope.TRUNK, bounded(trunks, labels.trunk()), name, TurnClass.INTERRUPTED.label(), ns);
    }

    /** The figures of all series since the process started. */
    public LatencySnapshot snapshot() {
        List<LatencySummary> summaries = new ArrayList<>();
        histograms.forEach((series, histogram) -> summaries.add(histogram.summary(series)));
        return new LatencySnapshot(summaries);
    }

    /** Hands out a copy of every series' histogram since the process started, in nanoseconds. */
    public void forEach(BiConsumer<LatencySeries, ? super Histogram> receiver) {
        histograms.forEach((series, histogram) -> receiver.accept(series, histogram.sinceStart()));
    }

    /** Hands out, and forgets, what a series gathered since the last call of this method; for one log only. */
    void drainIntervals(BiConsumer<LatencySeries, ? super Histogram> receiver) {
        histograms.forEach((series, histogram) -> {
            Histogram interval = histogram.interval();
            if (interval != null) {
                receiver.accept(series, interval);
            }
        });
    }

    private void add(Scope scope, String label, String name, String turnClass, long ns) {
        histograms
                .computeIfAbsent(new LatencySeries(scope, label, name, turnClass), series -> new SeriesHistogram())
                .record(ns);
    }

    private static String bounded(Set<String> known, String label) {
        if (known.contains(label)) {
            return label;
        }
        if (known.size() >= MAX_LABELS) {
            return OTHER;
        }
        known.add(label);
        return label;
    }
}
