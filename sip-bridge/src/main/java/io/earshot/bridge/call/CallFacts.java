package io.earshot.bridge.call;

import io.earshot.bridge.log.CallMark;
import io.earshot.bridge.trace.TraceContext;
import io.earshot.sip.Admission;
import io.earshot.sip.IncomingCall;

/**
 * What is known of a call from its first moment. Immutable.
 *
 * @param callId our id of the call
 * @param sipCallId Call-ID of its dialog
 * @param from caller's URI
 * @param to called URI
 * @param trunk where it came in, a metric label
 * @param mode how the call reaches its agent
 * @param trace the trace it belongs to
 * @param direction who called whom
 */
public record CallFacts(
        String callId,
        String sipCallId,
        String from,
        String to,
        String trunk,
        CallMode mode,
        TraceContext trace,
        CallDirection direction) {
    /** The facts of a call that came in. */
    public CallFacts(
            String callId, String sipCallId, String from, String to, String trunk, CallMode mode, TraceContext trace) {
        this(callId, sipCallId, from, to, trunk, mode, trace, CallDirection.INBOUND);
    }

    /** The facts of a call that came in by SIP. */
    public static CallFacts of(String callId, IncomingCall sip, String trunk, CallMode mode) {
        return new CallFacts(
                callId,
                sip.callId(),
                sip.fromUri(),
                sip.toUri(),
                trunk,
                mode,
                TraceContext.from(name -> sip.header(name).orElse(null)));
    }

    /** The facts of one that was refused at the door: users or numbers instead of URIs, and a trace of its own. */
    static CallFacts ofNewcomer(String callId, Admission.Newcomer newcomer) {
        return new CallFacts(
                callId,
                newcomer.callId(),
                newcomer.fromUser(),
                newcomer.toUser(),
                newcomer.source().getAddress().getHostAddress(),
                CallMode.DIRECT,
                TraceContext.from(_ -> null));
    }

    /** The trace: 32 lower-case hex digits. */
    public String traceId() {
        return trace.traceId();
    }

    /** What log lines of the call carry. */
    public CallMark mark() {
        return new CallMark(callId, traceId());
    }
}
