package io.earshot.livekit.dispatch;

import java.util.List;
import java.util.Random;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleCallee;
import livekit.LivekitSip.SIPDispatchRuleDirect;
import livekit.LivekitSip.SIPDispatchRuleIndividual;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;

/** Trunks, rules and calls for tests. */
final class Dispatching {
    static final String CALLER = "+15550199";
    static final String CALLED = "+15550100";

    private Dispatching() {}

    static DispatchEngine engine() {
        return new DispatchEngine(RoomNaming.likeLiveKit(new Random(1)));
    }

    static SipCallFacts call() {
        return SipCallFacts.of("SCL_1", CALLER, "sip.example.com", CALLED, "10.1.2.3");
    }

    static SIPInboundTrunkInfo.Builder trunk(String id, String... numbers) {
        return SIPInboundTrunkInfo.newBuilder().setSipTrunkId(id).addAllNumbers(List.of(numbers));
    }

    static SIPDispatchRuleInfo.Builder direct(String id, String room, String pin) {
        return SIPDispatchRuleInfo.newBuilder()
                .setSipDispatchRuleId(id)
                .setRule(SIPDispatchRule.newBuilder()
                        .setDispatchRuleDirect(SIPDispatchRuleDirect.newBuilder()
                                .setRoomName(room)
                                .setPin(pin)));
    }

    static SIPDispatchRuleInfo.Builder individual(String id, String prefix) {
        return SIPDispatchRuleInfo.newBuilder()
                .setSipDispatchRuleId(id)
                .setRule(SIPDispatchRule.newBuilder()
                        .setDispatchRuleIndividual(
                                SIPDispatchRuleIndividual.newBuilder().setRoomPrefix(prefix)));
    }

    static SIPDispatchRuleInfo.Builder callee(String id, String prefix, boolean randomize) {
        return SIPDispatchRuleInfo.newBuilder()
                .setSipDispatchRuleId(id)
                .setRule(SIPDispatchRule.newBuilder()
                        .setDispatchRuleCallee(SIPDispatchRuleCallee.newBuilder()
                                .setRoomPrefix(prefix)
                                .setRandomize(randomize)));
    }
}
