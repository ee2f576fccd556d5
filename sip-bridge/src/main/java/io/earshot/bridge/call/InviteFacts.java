package io.earshot.bridge.call;

import io.earshot.sip.Admission;
import java.net.InetSocketAddress;

/**
 * What is known of a request at the door. Immutable.
 *
 * @param method {@code INVITE} or {@code OPTIONS}
 * @param source where it comes from
 * @param sipCallId its Call-ID
 * @param from user part of From, or the number; empty when there is none
 * @param to user part of the Request-URI, or the number; empty when there is none
 * @param calls calls that run now
 */
public record InviteFacts(
        String method, InetSocketAddress source, String sipCallId, String from, String to, int calls) {
    /** The facts of a newcomer, where the desk itself knows of {@code running} calls. */
    static InviteFacts of(Admission.Newcomer newcomer, int running) {
        return new InviteFacts(
                newcomer.method(),
                newcomer.source(),
                newcomer.callId(),
                newcomer.fromUser(),
                newcomer.toUser(),
                Math.max(newcomer.calls(), running));
    }

    /** Whether it would become a call. */
    public boolean isInvite() {
        return method.equals("INVITE");
    }
}
