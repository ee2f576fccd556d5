package io.earshot.bridge.observe;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import io.earshot.sip.SipCounters;
import java.util.List;
import java.util.function.Supplier;

/** What SIP met and refused, as metrics. Thread-safe because a snapshot is taken at every scrape. */
public final class SipMetrics {
    private final Supplier<SipCounters> counts;

    public SipMetrics(Supplier<SipCounters> counts) {
        this.counts = counts;
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.counters(
                        "earshot_sip_requests",
                        "New SIP requests, by what became of them",
                        List.of("outcome"),
                        this::requests)
                .counters("earshot_sip_faults", "Calls that broke, by cause", List.of("outcome"), this::faults);
    }

    private void requests(Samples samples) {
        SipCounters now = counts.get();
        samples.at(now.incomingCalls(), "accepted");
        samples.at(now.notAdmitted(), "not_admitted");
        samples.at(now.flooded(), "flooded");
        samples.at(now.refused(), "refused");
    }

    private void faults(Samples samples) {
        SipCounters now = counts.get();
        samples.at(now.acksMissed(), "ack_missing");
        samples.at(now.bugs(), "bug");
    }
}
