package io.earshot.tools.doctor;

import io.earshot.livekit.api.ApiException;
import java.util.List;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;

/** Whether every trunk's calls reach a room, and every rule can decide about a call. */
final class DispatchCheck implements Check {
    @Override
    public String name() {
        return "dispatch";
    }

    @Override
    public List<String> after() {
        return List.of(LiveKitSipCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) {
        try {
            List<SIPInboundTrunkInfo> trunks = patient.api().sip().inbound();
            List<SIPDispatchRuleInfo> rules = patient.api().sip().rules();
            return judge(trunks, rules);
        } catch (ApiException failure) {
            return ApiFindings.verdict(failure);
        }
    }

    static Verdict judge(List<SIPInboundTrunkInfo> trunks, List<SIPDispatchRuleInfo> rules) {
        String measured = trunks.size() + " inbound trunks against " + rules.size() + " rules";
        return Verdict.of(measured, new DispatchReview(trunks, rules).findings());
    }
}
