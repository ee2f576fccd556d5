package io.earshot.bridge.observe;

import io.earshot.bridge.leg.ProtectionCounters;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import io.earshot.media.session.SessionProtection;
import java.util.List;

/** Encryption of the trunk's audio as metrics. Thread-safe because the counters are. */
public final class ProtectionMetrics {
    private final ProtectionCounters counters;

    public ProtectionMetrics(ProtectionCounters counters) {
        this.counters = counters;
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.counters(
                        "earshot_media_srtp_calls",
                        "Calls of the trunk that agreed on media, by where the keys came from",
                        List.of("protection"),
                        this::calls)
                .counter(
                        "earshot_media_srtp_keys_in_the_open",
                        "Calls whose SRTP keys came by a connection that is not encrypted",
                        counters::keysInTheOpen)
                .counter(
                        "earshot_media_srtp_refused_offers",
                        "Offers refused because of their encryption, or the lack of it",
                        counters::refusals)
                .counter(
                        "earshot_media_srtp_failed_handshakes",
                        "DTLS handshakes that came to nothing, strangers' included",
                        counters::failures);
    }

    private void calls(Samples samples) {
        for (SessionProtection.Kind kind : SessionProtection.Kind.values()) {
            samples.at(counters.calls(kind), kind.label());
        }
    }
}
