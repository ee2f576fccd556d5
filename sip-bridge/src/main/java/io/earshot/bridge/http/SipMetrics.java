package io.earshot.bridge.http;

import io.earshot.sip.SipCounters;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/** What SIP met and refused, as Prometheus counters. Thread-safe because a snapshot is taken at every scrape. */
public final class SipMetrics implements Supplier<List<MetricSnapshot>> {
    private final Supplier<SipCounters> counts;

    public SipMetrics(Supplier<SipCounters> counts) {
        this.counts = counts;
    }

    @Override
    public List<MetricSnapshot> get() {
        SipCounters now = counts.get();
        CounterSnapshot.Builder requests =
                CounterSnapshot.builder().name("earshot_sip_requests").help("New SIP requests, by what became of them");
        add(requests, "accepted", now.incomingCalls());
        add(requests, "not_admitted", now.notAdmitted());
        add(requests, "flooded", now.flooded());
        add(requests, "refused", now.refused());
        CounterSnapshot.Builder faults =
                CounterSnapshot.builder().name("earshot_sip_faults").help("Calls that broke, by cause");
        add(faults, "ack_missing", now.acksMissed());
        add(faults, "bug", now.bugs());
        return List.of(requests.build(), faults.build());
    }

    private static void add(CounterSnapshot.Builder family, String outcome, long count) {
        family.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of("outcome", outcome))
                .value((double) count)
                .build());
    }
}
