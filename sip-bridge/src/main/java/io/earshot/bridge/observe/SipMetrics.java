package io.earshot.bridge.observe;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import io.earshot.sip.SipCounters;
import io.earshot.sip.transport.TransportCounters;
import java.util.List;
import java.util.function.Supplier;

/** What the SIP endpoint met and refused, as metrics. Thread-safe because a snapshot is taken at every scrape. */
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
                .counters("earshot_sip_faults", "Calls that broke, by cause", List.of("outcome"), this::faults)
                .counters(
                        "earshot_sip_transport_events",
                        "What happened at the sockets: messages dropped, refused before they were parsed, not sent",
                        List.of("event"),
                        this::transport)
                .gauge("earshot_sip_calls", "SIP dialogs and calls on their way to one", () ->
                        (long) counts.get().callsAlive())
                .gauge(
                        "earshot_sip_connections",
                        "Stream connections open now",
                        () -> counts.get().transport().connectionsOpen());
    }

    private void requests(Samples samples) {
        SipCounters now = counts.get();
        samples.at(now.incomingCalls(), "accepted");
        samples.at(now.outgoingCalls(), "placed");
        samples.at(now.notAdmitted(), "not_admitted");
        samples.at(now.flooded(), "flooded");
        samples.at(now.refused(), "refused");
    }

    private void faults(Samples samples) {
        SipCounters now = counts.get();
        samples.at(now.acksMissed(), "ack_missing");
        samples.at(now.bugs(), "bug");
    }

    private void transport(Samples samples) {
        TransportCounters.Snapshot now = counts.get().transport();
        samples.at(now.received(), "received");
        samples.at(now.sent(), "sent");
        samples.at(now.ignored(), "unparsable_dropped");
        samples.at(now.refused(), "unparsable_refused");
        samples.at(now.sendFailures(), "send_failed");
        samples.at(now.connectionsRefused(), "connection_refused");
        samples.at(now.connectionsTimedOut(), "connection_timed_out");
        samples.at(now.faults(), "fault");
    }
}
