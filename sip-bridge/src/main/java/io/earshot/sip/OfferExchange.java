package io.earshot.sip;

/**
 * A session change asked for by the peer with re-INVITE (RFC 3261 section 14) or UPDATE (RFC 3311). Answer exactly
 * once; later answers are ignored. Confined to the call's executor.
 */
public interface OfferExchange {

    /** The offer, or empty when the peer asks for ours in the answer (the ACK then brings theirs). */
    byte[] offer();

    /** Answers 200 with this SDP. */
    void accept(byte[] sdp);

    /** Refuses; the session stays as it was. */
    void reject(SipStatus status);
}
