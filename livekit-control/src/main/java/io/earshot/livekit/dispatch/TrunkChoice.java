package io.earshot.livekit.dispatch;

import io.earshot.livekit.dispatch.Explanation.Fit;
import io.earshot.livekit.dispatch.Explanation.Verdict;
import java.util.ArrayList;
import java.util.List;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the inbound trunk of a call: by caller, source address and number called; a trunk for the number goes before one for any
 * number, and two of the same kind are a conflict. Confined to one evaluation.
 */
final class TrunkChoice {
    private final SipCallFacts call;
    private final List<Candidate<SIPInboundTrunkInfo>> candidates = new ArrayList<>();
    private @Nullable SIPInboundTrunkInfo chosen;
    private boolean conflict;

    TrunkChoice(SipCallFacts call, List<SIPInboundTrunkInfo> trunks) {
        this.call = call;
        for (SIPInboundTrunkInfo trunk : trunks) {
            candidates.add(new Candidate<>(trunk, trunk.getSipTrunkId(), trunk.getName()));
        }
        candidates.forEach(this::judge);
        choose();
    }

    /** The trunk, or null when none matches or several do. */
    @Nullable
    SIPInboundTrunkInfo chosen() {
        return chosen;
    }

    /** Whether several match equally. */
    boolean conflict() {
        return conflict;
    }

    List<Verdict> verdicts() {
        return candidates.stream().map(Candidate::verdict).toList();
    }

    private void judge(Candidate<SIPInboundTrunkInfo> candidate) {
        SIPInboundTrunkInfo trunk = candidate.subject();
        if (!trunk.getNumbersList().isEmpty() && !PhoneNumber.in(trunk.getNumbersList(), call.to())) {
            candidate.exclude(
                    "called number " + shown(call.to()) + " is none of its numbers " + trunk.getNumbersList());
        }
        if (!trunk.getAllowedNumbersList().isEmpty() && !PhoneNumber.in(trunk.getAllowedNumbersList(), call.from())) {
            candidate.exclude("caller " + shown(call.from()) + " is not among its allowed numbers "
                    + trunk.getAllowedNumbersList());
        }
        judgeAddress(candidate, trunk.getAllowedAddressesList());
    }

    private void judgeAddress(Candidate<SIPInboundTrunkInfo> candidate, List<String> masks) {
        List<String> readable = AddressMask.readable(masks);
        if (!AddressMask.allows(masks, call.sourceIp(), call.fromHost())) {
            candidate.exclude("source " + call.sourceIp() + " (From host " + shown(call.fromHost())
                    + ") is not among its allowed addresses " + masks);
        }
        if (call.sourceIp().isEmpty() && !readable.isEmpty()) {
            candidate.note("the source is not known, so its allowed addresses were not looked at: " + masks);
        }
        if (readable.size() < masks.size()) {
            candidate.note((masks.size() - readable.size()) + " of its allowed addresses cannot be read and are ignored"
                    + (readable.isEmpty() ? ", so EVERY address is allowed" : ""));
        }
    }

    private void choose() {
        List<Candidate<SIPInboundTrunkInfo>> fitting =
                candidates.stream().filter(it -> !it.excluded()).toList();
        List<Candidate<SIPInboundTrunkInfo>> specific = fitting.stream()
                .filter(it -> !it.subject().getNumbersList().isEmpty())
                .toList();
        if (specific.isEmpty()) {
            settle(fitting, "takes calls to any number");
            return;
        }
        settle(specific, "takes calls to " + shown(call.to()));
        fitting.stream()
                .filter(it -> it.subject().getNumbersList().isEmpty())
                .forEach(it -> it.settle(
                        Fit.OUTRANKED, "takes calls to any number, but a trunk for this very number goes before it"));
    }

    private void settle(List<Candidate<SIPInboundTrunkInfo>> best, String reason) {
        conflict = best.size() > 1;
        if (conflict) {
            List<String> labels = best.stream().map(Candidate::label).toList();
            best.forEach(it -> it.settle(
                    Fit.CONFLICTING, reason + ", and so does another one: of " + labels + " only one may match"));
        } else if (!best.isEmpty()) {
            chosen = best.getFirst().subject();
            best.getFirst().settle(Fit.CHOSEN, reason);
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(empty)" : value;
    }
}
