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
            return trunks.isEmpty() && rules.isEmpty() && LiveKitSipCheck.telephonyWanted(patient.config())
                    ? empty()
                    : judge(trunks, rules);
        } catch (ApiException failure) {
            return ApiFindings.verdict(failure);
        }
    }

    /** Calls are expected and cannot come: nothing was made yet, or Redis forgot it. */
    private static Verdict empty() {
        return Verdict.of(
                "no trunk, no rule",
                Finding.fault(
                        FaultClass.TELEPHONY,
                        "LiveKit has neither trunk nor dispatch rule, so every call is dropped in silence; they live in Redis, and"
                                + " are gone if that was flushed or started anew without its data",
                        "earshot trunks create and earshot dispatch create make them; let Redis keep its data (appendonly yes)."));
    }

    static Verdict judge(List<SIPInboundTrunkInfo> trunks, List<SIPDispatchRuleInfo> rules) {
        String measured = trunks.size() + " inbound trunks against " + rules.size() + " rules";
        return Verdict.of(measured, new DispatchReview(trunks, rules).findings());
    }
}
