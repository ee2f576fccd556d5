package io.earshot.bridge.observe;

import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import io.earshot.sip.tls.TlsKeeper;
import io.earshot.sip.tls.TlsOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** SIP over TLS as metrics and as a component of health. Thread-safe because the keeper is. */
public final class TlsMetrics {
    private static final Duration SOON = Duration.ofDays(14);

    private final TlsKeeper tls;

    public TlsMetrics(TlsKeeper tls) {
        this.tls = tls;
    }

    /** Adds what it shows. */
    public void addTo(Families families, Health health) {
        health.register("sip_tls", this::health);
        families.counters(
                        "earshot_sip_tls_handshakes",
                        "TLS handshakes of SIP connections, by who began them and what became of them",
                        List.of("direction", "outcome"),
                        this::handshakes)
                .counters(
                        "earshot_sip_tls_reloads",
                        "Changed TLS files, taken or refused",
                        List.of("outcome"),
                        this::reloads)
                .gauges(
                        "earshot_sip_tls_certificate_expiry_seconds",
                        "When our certificate ends, seconds since 1970",
                        List.of(),
                        this::expiry);
    }

    private void handshakes(Samples samples) {
        for (TlsOutcome outcome : TlsOutcome.values()) {
            String name = outcome.name().toLowerCase(Locale.ROOT);
            samples.at(tls.counters().handshakes(true, outcome), "incoming", name);
            samples.at(tls.counters().handshakes(false, outcome), "outgoing", name);
        }
    }

    private void reloads(Samples samples) {
        samples.at(tls.counters().reloads(true), "ok");
        samples.at(tls.counters().reloads(false), "refused");
    }

    private void expiry(Samples samples) {
        Instant expiry = tls.expiry();
        if (expiry != null) {
            samples.at(expiry.getEpochSecond());
        }
    }

    /** Whether peers can check our certificate, and whether the files are as they were read. */
    private HealthState health() {
        Instant now = Instant.now();
        Instant expiry = tls.expiry();
        String fault = tls.fault();
        if (expiry != null && expiry.isBefore(now)) {
            return HealthState.down("certificate expired at " + expiry);
        }
        if (fault != null) {
            return HealthState.degraded("changed files are not used: " + fault);
        }
        if (expiry == null) {
            return HealthState.ok("off");
        }
        return expiry.isBefore(now.plus(SOON))
                ? HealthState.degraded("certificate ends at " + expiry)
                : HealthState.ok("certificate until " + expiry);
    }
}
