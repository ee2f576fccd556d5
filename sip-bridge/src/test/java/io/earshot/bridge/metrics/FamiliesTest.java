package io.earshot.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FamiliesTest {
    private final Families families = new Families();

    @Test
    void shouldAskASourceAtEveryScrape() {
        long[] now = {1};
        families.counter("earshot_things", "Things", () -> now[0]);
        assertThat(counter("earshot_things")).isEqualTo(1);
        now[0] = 7;
        assertThat(counter("earshot_things")).isEqualTo(7);
    }

    @Test
    void shouldKeepSeriesBoundedWhateverLabelsPeersSend() {
        Tally tally = new Tally("method", "reason");
        Timings timings = new Timings("provider");
        Random hostile = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] junk = new byte[hostile.nextInt(300)];
            hostile.nextBytes(junk);
            String value = new String(junk, java.nio.charset.StandardCharsets.UTF_16);
            tally.count(value, "n" + i);
            timings.record(i, value);
        }
        families.counters("earshot_hostile", "Hostile", tally);
        families.histograms("earshot_hostile_seconds", "Hostile", timings);
        families.gauges("earshot_unbounded", "Source without bound", List.of("id"), samples -> {
            for (int i = 0; i < 5_000; i++) {
                samples.at(1L, "id" + i);
            }
        });
        assertThat(find("earshot_hostile").getDataPoints()).hasSizeLessThanOrEqualTo(Tally.MOST + 1);
        assertThat(find("earshot_hostile_seconds").getDataPoints()).hasSizeLessThanOrEqualTo(Timings.MOST + 1);
        assertThat(find("earshot_unbounded").getDataPoints()).hasSize(Samples.MOST_SERIES);
        assertThat(families.collect().stream()
                        .flatMap(family -> family.getDataPoints().stream())
                        .flatMap(point -> point.getLabels().stream()))
                .allSatisfy(label -> assertThat(label.getValue())
                        .hasSizeLessThanOrEqualTo(64)
                        .doesNotMatch("\\p{Cntrl}"));
    }

    @Test
    void shouldLoseNoCountWhenLabelsAreFolded() {
        Tally tally = new Tally("id");
        for (int i = 0; i < 1_000; i++) {
            tally.count("id" + i);
        }
        families.counters("earshot_folded", "Folded", tally);
        double all = ((CounterSnapshot) find("earshot_folded"))
                .getDataPoints().stream()
                        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                        .sum();
        assertThat(all).isEqualTo(1_000);
        assertThat(tally.of("other")).isEqualTo(1_000 - Tally.MOST);
    }

    @Test
    void shouldLeaveOutAFamilyThatFailsAndCountIt() {
        families.gauges("earshot_broken", "Broken", List.of(), _ -> {
            throw new IllegalStateException("bug");
        });
        families.counter("earshot_sound", "Sound", () -> 1);
        assertThat(families.collect().stream()
                        .map(family -> family.getMetadata().getName()))
                .contains("earshot_sound")
                .doesNotContain("earshot_broken");
        assertThat(counter("earshot_metrics_failures")).isGreaterThanOrEqualTo(1);
    }

    @Test
    void shouldRefuseANameThatIsTaken() {
        families.counter("earshot_things", "Things", () -> 1);
        assertThatThrownBy(() -> families.counter("earshot_things", "Things", () -> 2))
                .hasMessageContaining("earshot_things");
    }

    @Test
    void shouldShowDurationsInSeconds() {
        Timings timings = new Timings("stage");
        timings.record(250_000_000, "dns");
        families.histograms("earshot_stage_seconds", "Stages", timings);
        var point = ((HistogramSnapshot) find("earshot_stage_seconds"))
                .getDataPoints()
                .getFirst();
        assertThat(point.getSum()).isBetween(0.24, 0.26);
        assertThat(point.getCount()).isEqualTo(1);
    }

    private double counter(String name) {
        return ((CounterSnapshot) find(name)).getDataPoints().getFirst().getValue();
    }

    private MetricSnapshot find(String name) {
        return families.collect().stream()
                .filter(family -> family.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
