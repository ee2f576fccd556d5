package io.earshot.bridge.call;

import io.earshot.ai.agent.ProviderStage;
import io.earshot.bridge.leg.AgentReports;
import io.earshot.bridge.records.CallRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Adds up what a call used of its providers; bounded by the providers there are. Confined to the call's loop. */
final class UsageLedger {
    private final Map<Key, Double> amounts = new LinkedHashMap<>();

    private record Key(ProviderStage stage, String provider, AgentReports.Unit unit) {}

    void add(ProviderStage stage, String provider, AgentReports.Unit unit, double amount) {
        amounts.merge(new Key(stage, provider, unit), amount, Double::sum);
    }

    List<CallRecord.Usage> lines() {
        List<CallRecord.Usage> lines = new ArrayList<>();
        amounts.forEach((key, amount) -> lines.add(new CallRecord.Usage(
                key.stage().name().toLowerCase(Locale.ROOT),
                key.provider(),
                key.unit().label(),
                amount,
                null)));
        return lines;
    }
}
