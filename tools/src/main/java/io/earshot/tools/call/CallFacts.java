package io.earshot.tools.call;

import io.earshot.sip.CallEnd;
import io.earshot.tools.call.CallOutcome.Span;
import io.earshot.tools.call.Talk.Spurt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is noted of a call while it goes on, in monotonic time. Mutable; written by the call's loop until its end. */
final class CallFacts {
    @Nullable
    Long ringingNs;

    @Nullable
    Long answeredNs;

    @Nullable
    Long firstMediaNs;

    long endedNs;
    int status;
    String reason = "";
    String endedBy = "";
    String codec = "";
    String trouble = "";
    final StringBuilder digits = new StringBuilder();
    final List<TurnMeter.Said> said = new ArrayList<>();
    final List<Spurt> agentSound = new ArrayList<>();
    final List<Spurt> agentSpeech = new ArrayList<>();

    @Nullable
    MediaQuality quality;

    /** Notes how the call ended. */
    void end(CallEnd end) {
        boolean answered = answeredNs != null;
        status = answered ? 200 : 0;
        reason = answered ? "OK" : "";
        switch (end) {
            case CallEnd.RemoteBye _ -> endedBy = "agent";
            case CallEnd.LocalBye _ -> endedBy = "caller";
            case CallEnd.Rejected rejected -> {
                status = rejected.status().code();
                reason = rejected.status().phrase();
                endedBy = "agent";
            }
            case CallEnd.Unproved unproved -> {
                status = unproved.status().code();
                reason = unproved.why().words();
                endedBy = "agent";
            }
            case CallEnd.Failed failed -> {
                endedBy = "failure";
                trouble = failed.detail();
            }
            case CallEnd.Cancelled _, CallEnd.Declined _ -> endedBy = "failure";
        }
    }

    /** The outcome, with all times counted from the INVITE. */
    CallOutcome outcome(CallPlan plan, String callId, Instant startedAt, SipLadder ladder) {
        long originNs = ladder.originNs();
        return new CallOutcome(
                plan.target(),
                callId,
                startedAt,
                status,
                status == 0 || reason.isEmpty() ? trouble : reason,
                ms(ringingNs, originNs),
                ms(answeredNs, originNs),
                ms(firstMediaNs, originNs),
                (endedNs - originNs) / 1e6,
                endedBy,
                codec,
                trouble,
                ladder.steps(),
                new TurnMeter(originNs, said, agentSound, agentSpeech).turns(),
                spans(said.stream().map(TurnMeter.Said::spurt).toList(), originNs),
                spans(agentSpeech, originNs),
                digits.toString(),
                quality);
    }

    private static List<Span> spans(List<Spurt> spurts, long originNs) {
        return spurts.stream()
                .map(s -> new Span((s.startNs() - originNs) / 1e6, (s.endNs() - originNs) / 1e6))
                .toList();
    }

    private static @Nullable Double ms(@Nullable Long atNs, long originNs) {
        return atNs == null ? null : (atNs - originNs) / 1e6;
    }
}
