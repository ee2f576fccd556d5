package io.earshot.bridge.leg;

import io.earshot.ai.agent.ProviderStage;
import io.earshot.bridge.leg.AgentReports.Unit;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import java.util.Locale;

/** What all calls use of the providers, counted while they do. Thread-safe because a tally is. */
public final class ProviderUsage {
    private final Tally amounts = new Tally("stage", "provider", "unit");

    /** A call used something. */
    void count(ProviderStage stage, String provider, Unit unit, double amount) {
        amounts.addPart(amount, stage.name().toLowerCase(Locale.ROOT), provider, unit.label());
    }

    /** Adds what it counts. */
    public void addTo(Families families) {
        families.counters(
                "earshot_provider_usage",
                "What was used of providers: seconds of audio heard, completions, tokens read and written, characters spoken",
                amounts);
    }
}
