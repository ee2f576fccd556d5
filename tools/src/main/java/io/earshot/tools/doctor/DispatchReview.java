package io.earshot.tools.doctor;

import io.earshot.livekit.dispatch.DispatchEngine;
import io.earshot.livekit.dispatch.DispatchOutcome;
import io.earshot.livekit.dispatch.DispatchOutcome.AuthenticationRequired;
import io.earshot.livekit.dispatch.DispatchOutcome.Refusal;
import io.earshot.livekit.dispatch.DispatchOutcome.Refused;
import io.earshot.livekit.dispatch.Explanation;
import io.earshot.livekit.dispatch.RoomNaming;
import io.earshot.livekit.dispatch.SipCallFacts;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;

/**
 * Finds trunks whose calls end nowhere and rules that never decide: puts a call to each number of each trunk before the same engine that decides about
 * real ones. What depends on the caller's number or address beyond that stays unseen. Confined to one thread.
 */
final class DispatchReview {
    /** Reserved for fiction: no trunk lists it. */
    private static final String SOMEBODY = "+15550100";

    /** An address for documentation (RFC 5737): no trunk is restricted to it. */
    private static final String SOMEWHERE = "203.0.113.254";

    private static final int NUMBERS_LOOKED_AT = 1_000;
    private static final int CALLERS_TRIED = 50;

    private final DispatchEngine engine = new DispatchEngine(RoomNaming.likeLiveKit(new Random(0)));
    private final List<SIPInboundTrunkInfo> trunks;
    private final List<SIPDispatchRuleInfo> rules;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> told = new LinkedHashSet<>();

    DispatchReview(List<SIPInboundTrunkInfo> trunks, List<SIPDispatchRuleInfo> rules) {
        this.trunks = trunks;
        this.rules = rules;
    }

    /** What is wrong, worst things first as far as the order of trunks and rules allows. */
    List<Finding> findings() {
        trunks.forEach(this::review);
        rules.forEach(this::review);
        if (trunks.isEmpty() && !rules.isEmpty()) {
            tell(Finding.warning(
                    FaultClass.TELEPHONY,
                    "there are dispatch rules but no inbound trunk, so livekit-sip leaves every caller without an answer",
                    "Create a trunk: earshot trunks inbound create --numbers +15550100"));
        }
        return List.copyOf(findings);
    }

    private void review(SIPInboundTrunkInfo trunk) {
        List<String> numbers = trunk.getNumbersList().isEmpty() ? List.of(SOMEBODY) : trunk.getNumbersList();
        List<String> lost = new ArrayList<>();
        for (String number : numbers.subList(0, Math.min(numbers.size(), NUMBERS_LOOKED_AT))) {
            if (outcome(trunk, number) instanceof Refused refused) {
                switch (refused.reason()) {
                    case NO_RULE -> lost.add(number);
                    case TRUNK_CONFLICT -> conflictOfTrunks(refused, number);
                    case RULE_CONFLICT, UNKNOWN_RULE -> conflictOfRules(refused);
                    case WRONG_PIN, BAD_SOURCE -> {}
                }
            }
        }
        if (!lost.isEmpty()) {
            noRule(trunk, lost, numbers.size());
        }
    }

    /** What becomes of a call to {@code number}; where rules want certain callers, of the luckiest of these. */
    private DispatchOutcome outcome(SIPInboundTrunkInfo trunk, String number) {
        DispatchOutcome last = outcome(trunk, callers(trunk).getFirst(), number);
        for (String caller : callers(trunk)) {
            last = outcome(trunk, caller, number);
            if (!(last instanceof Refused refused && refused.reason() == Refusal.NO_RULE)) {
                return last;
            }
        }
        return last;
    }

    private List<String> callers(SIPInboundTrunkInfo trunk) {
        if (!trunk.getAllowedNumbersList().isEmpty()) {
            return trunk.getAllowedNumbersList().stream().limit(CALLERS_TRIED).toList();
        }
        return Stream.concat(Stream.of(SOMEBODY), rules.stream().flatMap(rule -> rule.getInboundNumbersList().stream()))
                .limit(CALLERS_TRIED)
                .toList();
    }

    private DispatchOutcome outcome(SIPInboundTrunkInfo trunk, String caller, String number) {
        String mask = trunk.getAllowedAddressesList().stream().findFirst().orElse(SOMEWHERE);
        String address = mask.replaceFirst("/.*", "");
        String source = NetUtil.createInetAddressFromIpAddressString(address) == null ? SOMEWHERE : address;
        SipCallFacts call = SipCallFacts.of("SCL_doctor", caller, address, number, source);
        DispatchOutcome outcome = engine.evaluate(call, trunks, rules);
        return outcome instanceof AuthenticationRequired asks
                ? engine.evaluate(call.proven(asks.trunkId()), trunks, rules)
                : outcome;
    }

    private void noRule(SIPInboundTrunkInfo trunk, List<String> lost, int all) {
        String label = label(trunk.getSipTrunkId(), trunk.getName());
        if (lost.size() < all) {
            tell(Finding.warning(
                    FaultClass.TELEPHONY,
                    "no rule takes calls to " + some(lost) + " of trunk " + label + ": they ring and nobody answers",
                    "Add the numbers to a rule, or see: earshot dispatch explain --from +15550199 --to "
                            + lost.getFirst()));
            return;
        }
        tell(Finding.fault(
                FaultClass.TELEPHONY,
                "no dispatch rule takes the calls of trunk " + label
                        + ": livekit-sip lets the caller ring for ever and logs nothing",
                "Create a rule for it: earshot dispatch create --trunks " + trunk.getSipTrunkId()
                        + " --individual voice-ai-call-"));
    }

    private void conflictOfTrunks(Refused refused, String number) {
        String which = conflicting(refused.explanation().trunks());
        tell(Finding.fault(
                FaultClass.TELEPHONY,
                "several trunks match calls to " + shown(number) + " equally (" + which + "): livekit-sip answers 503",
                "Leave the number in one trunk, or tell them apart by allowed numbers or addresses."));
    }

    private void conflictOfRules(Refused refused) {
        tell(Finding.fault(
                FaultClass.TELEPHONY,
                refused.text() + " (" + conflicting(refused.explanation().rules())
                        + "): livekit-sip answers 503 to every call",
                "Delete one of them, or give them different trunks, numbers or PINs."));
    }

    private void review(SIPDispatchRuleInfo rule) {
        Set<String> known =
                trunks.stream().map(SIPInboundTrunkInfo::getSipTrunkId).collect(Collectors.toSet());
        List<String> missing = rule.getTrunkIdsList().stream()
                .filter(id -> !known.contains(id))
                .toList();
        String label = label(rule.getSipDispatchRuleId(), rule.getName());
        if (missing.isEmpty()) {
            reviewNumbers(rule, label);
        } else if (missing.size() == rule.getTrunkIdsCount()) {
            tell(Finding.fault(
                    FaultClass.TELEPHONY,
                    "rule " + label + " can never match: no inbound trunk has the id " + some(missing),
                    "Name an existing trunk in it, or delete it: earshot dispatch delete "
                            + rule.getSipDispatchRuleId()));
        } else {
            tell(Finding.warning(
                    FaultClass.TELEPHONY,
                    "rule " + label + " names trunks that do not exist: " + some(missing),
                    "Remove them from the rule."));
        }
    }

    /** A rule for certain numbers called, none of which any of its trunks takes. */
    private void reviewNumbers(SIPDispatchRuleInfo rule, String label) {
        List<SIPInboundTrunkInfo> own = trunks.stream()
                .filter(it -> rule.getTrunkIdsList().isEmpty()
                        || rule.getTrunkIdsList().contains(it.getSipTrunkId()))
                .toList();
        boolean anyNumber = rule.getNumbersList().isEmpty()
                || own.stream().anyMatch(it -> it.getNumbersList().isEmpty());
        Set<String> taken = own.stream()
                .flatMap(it -> it.getNumbersList().stream())
                .map(DispatchReview::digits)
                .collect(Collectors.toSet());
        if (!own.isEmpty()
                && !anyNumber
                && rule.getNumbersList().stream().noneMatch(it -> taken.contains(digits(it)))) {
            tell(Finding.warning(
                    FaultClass.TELEPHONY,
                    "rule " + label + " can never match: none of its trunks takes calls to "
                            + some(rule.getNumbersList()),
                    "Add the numbers to a trunk, or remove them from the rule."));
        }
    }

    private void tell(Finding finding) {
        if (told.add(finding.cause())) {
            findings.add(finding);
        }
    }

    private static String conflicting(List<Explanation.Verdict> verdicts) {
        return verdicts.stream()
                .filter(it -> it.fit() == Explanation.Fit.CONFLICTING)
                .map(it -> label(it.id(), it.name()))
                .collect(Collectors.joining(", "));
    }

    private static String digits(String number) {
        return number.replaceAll("[^\\p{Alnum}]", "");
    }

    private static String shown(String number) {
        return number.equals(SOMEBODY) ? "any number" : number;
    }

    private static String some(Collection<String> values) {
        return values.stream().limit(5).collect(Collectors.joining(", "))
                + (values.size() > 5 ? " and " + (values.size() - 5) + " more" : "");
    }

    private static String label(String id, String name) {
        return name.isEmpty() ? id : id + " \"" + name + "\"";
    }
}
