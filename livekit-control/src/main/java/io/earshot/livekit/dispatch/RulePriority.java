package io.earshot.livekit.dispatch;

import java.util.Comparator;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleInfo;

/**
 * LiveKit's order among rules that fit: those with a PIN first, then direct before individual before callee; a rule that names callers
 * or called numbers goes before one that names none; last, by room name or prefix.
 */
final class RulePriority {
    private static final int OPEN = 100;
    private static final int ANY_NUMBER = 1000;
    private static final int LAST = Integer.MAX_VALUE;

    /** The rule that goes first is the least. */
    static final Comparator<SIPDispatchRuleInfo> ORDER =
            Comparator.comparingInt(RulePriority::of).thenComparing(it -> room(it.getRule()));

    private RulePriority() {}

    static int of(SIPDispatchRuleInfo info) {
        int kind = kind(info.getRule());
        if (kind == LAST) {
            return LAST;
        }
        return kind
                + (pin(info.getRule()).isEmpty() ? OPEN : 0)
                + (info.getInboundNumbersList().isEmpty() ? ANY_NUMBER : 0)
                + (info.getNumbersList().isEmpty() ? ANY_NUMBER : 0);
    }

    private static int kind(SIPDispatchRule rule) {
        return switch (rule.getRuleCase()) {
            case DISPATCH_RULE_DIRECT -> 0;
            case DISPATCH_RULE_INDIVIDUAL -> 1;
            case DISPATCH_RULE_CALLEE -> 2;
            case RULE_NOT_SET -> LAST;
        };
    }

    /** A rule's PIN, or empty. */
    static String pin(SIPDispatchRule rule) {
        return switch (rule.getRuleCase()) {
            case DISPATCH_RULE_DIRECT -> rule.getDispatchRuleDirect().getPin();
            case DISPATCH_RULE_INDIVIDUAL -> rule.getDispatchRuleIndividual().getPin();
            case DISPATCH_RULE_CALLEE -> rule.getDispatchRuleCallee().getPin();
            case RULE_NOT_SET -> "";
        };
    }

    /** A rule's room name or prefix. */
    static String room(SIPDispatchRule rule) {
        return switch (rule.getRuleCase()) {
            case DISPATCH_RULE_DIRECT -> rule.getDispatchRuleDirect().getRoomName();
            case DISPATCH_RULE_INDIVIDUAL -> rule.getDispatchRuleIndividual().getRoomPrefix();
            case DISPATCH_RULE_CALLEE -> rule.getDispatchRuleCallee().getRoomPrefix();
            case RULE_NOT_SET -> "";
        };
    }

    /** Why {@code better} goes before {@code other}, which are not equal in order. */
    static String reason(SIPDispatchRuleInfo better, SIPDispatchRuleInfo other) {
        if (numbers(better) > numbers(other)) {
            return "it names more of the caller's and the called number";
        }
        if (pin(better.getRule()).isEmpty() != pin(other.getRule()).isEmpty()) {
            return "rules with a PIN go first";
        }
        if (kind(better.getRule()) != kind(other.getRule())) {
            return "direct rules go before individual ones, and those before callee ones";
        }
        return "its room name or prefix comes first in the alphabet";
    }

    private static int numbers(SIPDispatchRuleInfo info) {
        return (info.getInboundNumbersList().isEmpty() ? 0 : 1)
                + (info.getNumbersList().isEmpty() ? 0 : 1);
    }
}
