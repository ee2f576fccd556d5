package io.earshot.livekit.dispatch;

import io.earshot.livekit.dispatch.DispatchOutcome.Refusal;
import io.earshot.livekit.dispatch.Explanation.Fit;
import io.earshot.livekit.dispatch.Explanation.Verdict;
import java.util.ArrayList;
import java.util.List;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the dispatch rule of a call: by trunk, caller, called number and PIN; a rule for the trunk goes before one for any trunk, and
 * among equals {@link RulePriority} decides. Confined to one evaluation.
 */
final class RuleChoice {
    private final SipCallFacts call;
    private final String trunkId;
    private final List<Candidate<SIPDispatchRuleInfo>> candidates = new ArrayList<>();
    private @Nullable SIPDispatchRuleInfo chosen;
    private @Nullable Refusal refusal;
    private String refusalText = "";

    /**
     * Judges {@code rules}.
     *
     * @param trunkId trunk that was matched, or empty
     */
    RuleChoice(SipCallFacts call, String trunkId, List<SIPDispatchRuleInfo> rules) {
        this.call = call;
        this.trunkId = trunkId;
        for (SIPDispatchRuleInfo rule : rules) {
            candidates.add(new Candidate<>(rule, rule.getSipDispatchRuleId(), rule.getName()));
        }
        candidates.forEach(this::judge);
        if (sound()) {
            choose();
        } else {
            candidates.forEach(
                    it -> it.settleIfOpen("fits, but LiveKit decides nothing as long as other rules collide"));
        }
    }

    /** The rule, or null when there is none. */
    @Nullable
    SIPDispatchRuleInfo chosen() {
        return chosen;
    }

    /** Why there is none, or null. */
    @Nullable
    Refusal refusal() {
        return refusal;
    }

    String refusalText() {
        return refusalText;
    }

    List<Verdict> verdicts() {
        return candidates.stream().map(Candidate::verdict).toList();
    }

    private void judge(Candidate<SIPDispatchRuleInfo> candidate) {
        SIPDispatchRuleInfo info = candidate.subject();
        if (!info.getTrunkIdsList().isEmpty() && !info.getTrunkIdsList().contains(trunkId)) {
            candidate.exclude((trunkId.isEmpty() ? "the call matched no trunk" : "the call came by trunk " + trunkId)
                    + ", and this rule is for " + info.getTrunkIdsList());
        }
        judgeNumber(candidate, "caller", call.from(), info.getInboundNumbersList());
        judgeNumber(candidate, "called number", call.to(), info.getNumbersList());
        judgePin(candidate, RulePriority.pin(info.getRule()));
    }

    private static void judgeNumber(
            Candidate<SIPDispatchRuleInfo> candidate, String what, String number, List<String> allowed) {
        if (allowed.isEmpty() || allowed.contains(number)) {
            return;
        }
        candidate.exclude(what + " " + number + " is none of " + allowed
                + (PhoneNumber.in(allowed, number) ? " (rules compare numbers as they are written)" : ""));
    }

    private void judgePin(Candidate<SIPDispatchRuleInfo> candidate, String pin) {
        if (call.noPin() && !pin.isEmpty()) {
            candidate.exclude("it wants a PIN, and the caller gave none");
        } else if (!call.noPin() && !call.pin().isEmpty() && pin.isEmpty()) {
            candidate.exclude("it wants no PIN, and the caller gave one");
        } else if (!call.noPin() && !call.pin().isEmpty() && !pin.equals(call.pin())) {
            candidate.exclude("its PIN is another one");
        }
    }

    /** Whether the rules that LiveKit loads for this trunk can be chosen among at all. */
    private boolean sound() {
        RuleConflicts conflicts = new RuleConflicts();
        for (Candidate<SIPDispatchRuleInfo> candidate : candidates) {
            if (!loaded(candidate.subject())) {
                continue;
            }
            if (candidate.subject().getRule().getRuleCase() == SIPDispatchRule.RuleCase.RULE_NOT_SET) {
                candidate.settle(Fit.CONFLICTING, "it is of no known kind, and LiveKit then decides nothing");
                return refuse(Refusal.UNKNOWN_RULE, "rule " + candidate.label() + " is of no known kind");
            }
            Candidate<SIPDispatchRuleInfo> earlier = conflicts.add(candidate);
            if (earlier != null) {
                return collide(earlier, candidate);
            }
        }
        return true;
    }

    private boolean collide(Candidate<SIPDispatchRuleInfo> earlier, Candidate<SIPDispatchRuleInfo> later) {
        String text = earlier == later
                ? "rule " + later.label() + " names one trunk or number twice"
                : "rules " + earlier.label() + " and " + later.label() + " are for the same trunk, numbers and PIN";
        earlier.settle(Fit.CONFLICTING, text);
        if (earlier != later) {
            later.settle(Fit.CONFLICTING, text);
        }
        return refuse(Refusal.RULE_CONFLICT, text);
    }

    private boolean loaded(SIPDispatchRuleInfo info) {
        return trunkId.isEmpty()
                || info.getTrunkIdsList().isEmpty()
                || info.getTrunkIdsList().contains(trunkId);
    }

    private void choose() {
        List<Candidate<SIPDispatchRuleInfo>> fitting = candidates.stream()
                .filter(it -> !it.excluded())
                .sorted((one, other) -> RulePriority.ORDER.compare(one.subject(), other.subject()))
                .toList();
        List<Candidate<SIPDispatchRuleInfo>> specific = fitting.stream()
                .filter(it -> !it.subject().getTrunkIdsList().isEmpty())
                .toList();
        if (fitting.isEmpty()) {
            refuse(call.keyedIn() ? Refusal.WRONG_PIN : Refusal.NO_RULE, none());
            return;
        }
        Candidate<SIPDispatchRuleInfo> best = specific.isEmpty() ? fitting.getFirst() : specific.getFirst();
        chosen = best.subject();
        best.settle(Fit.CHOSEN, specific.isEmpty() ? "takes calls of any trunk" : "takes calls of trunk " + trunkId);
        fitting.stream().filter(it -> it != best).forEach(it -> it.settle(Fit.OUTRANKED, outranked(best, it)));
    }

    private static String outranked(Candidate<SIPDispatchRuleInfo> best, Candidate<SIPDispatchRuleInfo> other) {
        boolean anyTrunk = other.subject().getTrunkIdsList().isEmpty();
        String why = anyTrunk && !best.subject().getTrunkIdsList().isEmpty()
                ? "it is for this very trunk"
                : RulePriority.reason(best.subject(), other.subject());
        return "fits, but " + best.label() + " goes before it: " + why;
    }

    private String none() {
        if (candidates.isEmpty()) {
            return "there are no dispatch rules";
        }
        return call.keyedIn()
                ? "no dispatch rule takes the call with this PIN"
                : "no dispatch rule takes a call " + (trunkId.isEmpty() ? "without a trunk" : "of trunk " + trunkId)
                        + " from " + call.from() + " to " + call.to();
    }

    private boolean refuse(Refusal reason, String text) {
        refusal = reason;
        refusalText = text;
        return false;
    }
}
