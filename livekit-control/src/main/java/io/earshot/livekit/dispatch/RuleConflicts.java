package io.earshot.livekit.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import org.jspecify.annotations.Nullable;

/** Finds two rules for the same trunk, caller, called number and PIN: LiveKit then decides nothing. Confined to one evaluation. */
final class RuleConflicts {
    private static final List<String> ANY = List.of("");

    private final Map<Key, Candidate<SIPDispatchRuleInfo>> seen = new HashMap<>();

    private record Key(String pin, String trunk, String caller, String called) {}

    /** The earlier rule that {@code rule} collides with, or null. */
    @Nullable
    Candidate<SIPDispatchRuleInfo> add(Candidate<SIPDispatchRuleInfo> rule) {
        SIPDispatchRuleInfo info = rule.subject();
        String pin = RulePriority.pin(info.getRule());
        for (String trunk : orAny(info.getTrunkIdsList())) {
            for (String caller : orAny(info.getInboundNumbersList())) {
                for (String called : orAny(info.getNumbersList())) {
                    Key key = new Key(pin, trunk, PhoneNumber.normal(caller), PhoneNumber.normal(called));
                    Candidate<SIPDispatchRuleInfo> earlier = seen.putIfAbsent(key, rule);
                    if (earlier != null) {
                        return earlier;
                    }
                }
            }
        }
        return null;
    }

    private static List<String> orAny(List<String> values) {
        return values.isEmpty() ? ANY : values;
    }
}
