package io.earshot.bridge.call;

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
 */
public record CallFacts(String callId, String sipCallId, String from, String to, String trunk, CallMode mode) {
    /** The facts of a call that came in by SIP. */
    public static CallFacts of(String callId, IncomingCall sip, String trunk, CallMode mode) {
        return new CallFacts(callId, sip.callId(), sip.fromUri(), sip.toUri(), trunk, mode);
    }
}
