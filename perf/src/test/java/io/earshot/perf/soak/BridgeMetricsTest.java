package io.earshot.perf.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BridgeMetricsTest {
    @Test
    void shouldSumTheSeriesOfOneName() {
        Map<String, Double> metrics = BridgeMetrics.parse("""
                # HELP earshot_calls_active Calls that run now, by mode
                earshot_calls_active{mode="direct"} 2.0
                earshot_calls_active{mode="room"} 1.0
                earshot_calls_active_other 7
                earshot_turn_seconds_bucket{le="+Inf"} +Inf
                """);

        assertThat(BridgeMetrics.sum(metrics, "earshot_calls_active")).isEqualTo(3);
        assertThat(metrics).containsEntry("earshot_turn_seconds_bucket{le=\"+Inf\"}", Double.POSITIVE_INFINITY);
    }
}
