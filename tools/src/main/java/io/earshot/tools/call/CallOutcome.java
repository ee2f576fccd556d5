package io.earshot.tools.call;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the softphone knows after a call. Times ending in {@code Ms} count from the INVITE. Immutable.
 *
 * @param target URI called
 * @param callId Call-ID of the dialog
 * @param startedAt wall time of the INVITE
 * @param status final SIP status, 0 when none came
 * @param reason its reason phrase, or why there was none
 * @param ringingMs first 18x received, or null
 * @param answeredMs 200 received, or null
 * @param firstMediaMs first RTP packet received, or null
 * @param endedMs end of the call
 * @param endedBy {@code caller}, {@code agent} or {@code failure}
 * @param codec codec in use, or empty
 * @param trouble what went wrong on the way, or empty
 * @param ladder SIP messages in order
 * @param turns what the caller said and how the agent answered
 * @param callerSpeech when the caller was audible
 * @param agentSpeech when the agent was audible
 * @param digits DTMF digits received
 * @param quality media quality at the softphone, or null when there was no media
 */
public record CallOutcome(
        String target,
        String callId,
        Instant startedAt,
        int status,
        String reason,
        @Nullable Double ringingMs,
        @Nullable Double answeredMs,
        @Nullable Double firstMediaMs,
        double endedMs,
        String endedBy,
        String codec,
        String trouble,
        List<SipStep> ladder,
        List<OutsideTurn> turns,
        List<Span> callerSpeech,
        List<Span> agentSpeech,
        String digits,
        @Nullable MediaQuality quality) {
    public CallOutcome {
        ladder = List.copyOf(ladder);
        turns = List.copyOf(turns);
        callerSpeech = List.copyOf(callerSpeech);
        agentSpeech = List.copyOf(agentSpeech);
    }

    /** A stretch of speech, from its first to its last packet. Immutable. */
    public record Span(double startMs, double endMs) {}

    /** Whether the call was answered. */
    public boolean answered() {
        return status / 100 == 2;
    }
}
