package io.earshot.bridge.metrics;

import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest example in each bucket of a histogram's series: a value, and the trace that it was measured in (an exemplar, as
 * OpenMetrics calls it). At most {@value #MOST} series have any. Not for the packet path. Thread-safe because each place is set as a whole.
 */
public final class Examples {
    private static final int MOST = 300;

    private final List<String> labels;
    private final double[] bounds;
    private final Map<LabelSet, AtomicReferenceArray<@Nullable Exemplar>> series = new ConcurrentHashMap<>();

    /** Examples for a family with these labels, whose bounds are those of durations. */
    public Examples(String... labels) {
        this(Buckets.SECONDS, labels);
    }

    /** Examples for a family with these upper bounds and labels. */
    public Examples(double[] bounds, String... labels) {
        this.labels = List.of(labels);
        this.bounds = bounds.clone();
    }

    /**
     * Keeps an example.
     *
     * @param value in the family's unit
     * @param traceId the trace, 32 hex digits
     * @param spanId the span in it, 16 hex digits
     * @param atMs when it was measured, milliseconds since 1970
     */
    public void keep(double value, String traceId, String spanId, long atMs, String... labelValues) {
        LabelSet set = LabelSet.of(labels, labelValues);
        AtomicReferenceArray<@Nullable Exemplar> places = series.get(set);
        if (places == null) {
            if (series.size() >= MOST) {
                return;
            }
            places = series.computeIfAbsent(set, _ -> new AtomicReferenceArray<>(bounds.length + 1));
        }
        places.set(
                bucket(value),
                Exemplar.builder()
                        .value(value)
                        .traceId(traceId)
                        .spanId(spanId)
                        .timestampMillis(atMs)
                        .build());
    }

    private int bucket(double value) {
        int found = Arrays.binarySearch(bounds, value);
        return found >= 0 ? found : -found - 1;
    }

    List<String> labels() {
        return labels;
    }

    /** Those of a series. */
    Exemplars of(LabelSet set) {
        AtomicReferenceArray<@Nullable Exemplar> places = series.get(set);
        if (places == null) {
            return Exemplars.EMPTY;
        }
        Exemplars.Builder all = Exemplars.builder();
        for (int i = 0; i < places.length(); i++) {
            Exemplar example = places.get(i);
            if (example != null) {
                all.exemplar(Objects.requireNonNull(example));
            }
        }
        return all.build();
    }
}
