package io.earshot.livekit.dispatch;

import java.util.Map;

/**
 * What a call's INVITE says, as far as trunks and rules look at it. Immutable.
 *
 * @param callId the call's id, {@code sip.callID} of its participant
 * @param from user part of the From header: the caller
 * @param fromHost host part of the From header
 * @param to user part of the request's To header: the number called
 * @param sourceIp address that the INVITE came from, as text; empty when unknown
 * @param provenTrunk trunk whose password the caller proved to know, or empty
 * @param pin what the caller keyed in, or empty
 * @param noPin whether the caller was asked for a PIN and gave none
 * @param extraAttributes attributes that go beyond the rule's
 */
public record SipCallFacts(
        String callId,
        String from,
        String fromHost,
        String to,
        String sourceIp,
        String provenTrunk,
        String pin,
        boolean noPin,
        Map<String, String> extraAttributes) {

    public SipCallFacts {
        extraAttributes = Map.copyOf(extraAttributes);
    }

    /** A call of which nothing but the INVITE is known. */
    public static SipCallFacts of(String callId, String from, String fromHost, String to, String sourceIp) {
        return new SipCallFacts(callId, from, fromHost, to, sourceIp, "", "", false, Map.of());
    }

    /** The same after the caller proved to know the password of {@code trunkId}. */
    public SipCallFacts proven(String trunkId) {
        return new SipCallFacts(callId, from, fromHost, to, sourceIp, trunkId, pin, noPin, extraAttributes);
    }

    /** The same after the caller was asked for a PIN and keyed in {@code keyed}, which may be empty. */
    public SipCallFacts withPin(String keyed) {
        return new SipCallFacts(
                callId, from, fromHost, to, sourceIp, provenTrunk, keyed, keyed.isEmpty(), extraAttributes);
    }

    /** The same with attributes of the gateway's own. */
    public SipCallFacts withAttributes(Map<String, String> attributes) {
        return new SipCallFacts(callId, from, fromHost, to, sourceIp, provenTrunk, pin, noPin, attributes);
    }

    boolean keyedIn() {
        return noPin || !pin.isEmpty();
    }
}
