package io.earshot.livekit.dispatch;

import io.earshot.livekit.dispatch.DispatchOutcome.Accepted;
import io.earshot.livekit.dispatch.DispatchOutcome.AuthenticationRequired;
import io.earshot.livekit.dispatch.DispatchOutcome.PinRequired;
import io.earshot.livekit.dispatch.DispatchOutcome.Refusal;
import io.earshot.livekit.dispatch.DispatchOutcome.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import livekit.LivekitSip.SIPMediaEncryption;
import org.jspecify.annotations.Nullable;

/**
 * Decides what LiveKit would do with a call: which trunk it belongs to, whether the caller must prove a password or key in a PIN, and
 * which rule sends it into which room. Call it again as the caller answers. Thread-safe when its source of random numbers is.
 */
public final class DispatchEngine {
    private static final String DEFAULT_REALM = "LiveKit";

    private final RoomNaming naming;

    public DispatchEngine(RoomNaming naming) {
        this.naming = naming;
    }

    /**
     * Evaluates a call.
     *
     * @param trunks all inbound trunks
     * @param rules all dispatch rules
     */
    public DispatchOutcome evaluate(
            SipCallFacts call, List<SIPInboundTrunkInfo> trunks, List<SIPDispatchRuleInfo> rules) {
        if (!call.sourceIp().isEmpty() && AddressMask.parse(call.sourceIp()) == null) {
            return new Refused(
                    Refusal.BAD_SOURCE,
                    "the source \"" + call.sourceIp() + "\" is no IP address",
                    new Explanation(List.of(), List.of()));
        }
        TrunkChoice trunk = new TrunkChoice(call, trunks);
        Explanation soFar = new Explanation(trunk.verdicts(), List.of());
        if (trunk.conflict()) {
            return new Refused(Refusal.TRUNK_CONFLICT, "several trunks match the call equally", soFar);
        }
        TrunkCredentials asked = asked(call, trunk.chosen());
        if (asked != null && trunk.chosen() != null) {
            return new AuthenticationRequired(trunk.chosen().getSipTrunkId(), asked, soFar);
        }
        return dispatch(call, trunk, rules);
    }

    /** What the caller still has to prove, or null. LiveKit asks only when a trunk has both user name and password. */
    private static @Nullable TrunkCredentials asked(SipCallFacts call, @Nullable SIPInboundTrunkInfo trunk) {
        if (trunk == null
                || trunk.getAuthUsername().isEmpty()
                || trunk.getAuthPassword().isEmpty()
                || call.provenTrunk().equals(trunk.getSipTrunkId())) {
            return null;
        }
        String realm = NewerFields.realm(trunk);
        return new TrunkCredentials(
                trunk.getAuthUsername(), trunk.getAuthPassword(), realm.isEmpty() ? DEFAULT_REALM : realm);
    }

    private DispatchOutcome dispatch(SipCallFacts call, TrunkChoice trunk, List<SIPDispatchRuleInfo> rules) {
        SIPInboundTrunkInfo matched = trunk.chosen();
        TrunkPolicy policy = matched == null ? TrunkPolicy.NONE : TrunkPolicy.of(matched);
        RuleChoice choice = new RuleChoice(call, policy.trunkId(), rules);
        Explanation explanation = new Explanation(trunk.verdicts(), choice.verdicts());
        SIPDispatchRuleInfo rule = choice.chosen();
        if (rule == null) {
            Refusal reason = choice.refusal() == null ? Refusal.NO_RULE : choice.refusal();
            return new Refused(reason, choice.refusalText(), explanation);
        }
        SIPMediaEncryption encryption = encryption(matched, rule);
        if (!RulePriority.pin(rule.getRule()).isEmpty() && call.pin().isEmpty()) {
            return new PinRequired(policy, rule.getSipDispatchRuleId(), encryption, explanation);
        }
        return accepted(call, policy, rule, encryption, explanation);
    }

    private Accepted accepted(
            SipCallFacts call,
            TrunkPolicy trunk,
            SIPDispatchRuleInfo rule,
            SIPMediaEncryption encryption,
            Explanation explanation) {
        Caller caller = rule.getHidePhoneNumber() ? Caller.hidden(call.from()) : Caller.shown(call.from());
        return new Accepted(
                trunk,
                rule.getSipDispatchRuleId(),
                room(call, caller, rule.getRule()),
                caller.identity(),
                caller.name(),
                rule.getMetadata(),
                attributes(call, trunk, rule),
                rule.getRoomPreset(),
                rule.hasRoomConfig() ? rule.getRoomConfig() : null,
                encryption,
                explanation);
    }

    private String room(SipCallFacts call, Caller caller, SIPDispatchRule rule) {
        String name = RulePriority.room(rule);
        return switch (rule.getRuleCase()) {
            case DISPATCH_RULE_INDIVIDUAL ->
                naming.individual(
                        name,
                        caller.number(),
                        call.to(),
                        call.callId(),
                        !rule.getDispatchRuleIndividual().getNoRandomness());
            case DISPATCH_RULE_CALLEE ->
                naming.callee(name, call.to(), rule.getDispatchRuleCallee().getRandomize());
            case DISPATCH_RULE_DIRECT, RULE_NOT_SET -> name;
        };
    }

    private static Map<String, String> attributes(SipCallFacts call, TrunkPolicy trunk, SIPDispatchRuleInfo rule) {
        Map<String, String> attributes = new HashMap<>(rule.getAttributesMap());
        attributes.putAll(call.extraAttributes());
        attributes.put("sip.callID", call.callId());
        attributes.put("sip.trunkID", trunk.trunkId());
        attributes.put("sip.ruleID", rule.getSipDispatchRuleId());
        if (!rule.getHidePhoneNumber()) {
            attributes.put("sip.phoneNumber", call.from());
            attributes.put("sip.hostname", call.fromHost());
            attributes.put("sip.trunkPhoneNumber", call.to());
        }
        return attributes;
    }

    /** The rule's choice; the trunk's where the rule makes none. */
    private static SIPMediaEncryption encryption(@Nullable SIPInboundTrunkInfo trunk, SIPDispatchRuleInfo rule) {
        SIPMediaEncryption own = NewerFields.encryption(rule);
        return trunk == null || own != SIPMediaEncryption.SIP_MEDIA_ENCRYPT_DISABLE
                ? own
                : NewerFields.encryption(trunk);
    }
}
