package io.earshot.sip;

/**
 * What happens to one call, told in order on the call's executor. Bodies are the received bytes; an empty array means
 * that there was none. An exception thrown here ends this call and no other.
 */
public interface CallListener {

    /** Outgoing: a provisional response above 100, with early media's SDP if any. */
    default void onProgress(SipStatus status, byte[] sdp) {}

    /** Outgoing: the call is answered. ACK has been sent, unless the INVITE had no offer: then call {@code ack}. */
    default void onAnswered(byte[] sdp) {}

    /** Incoming: our 200 is acknowledged; {@code sdp} is the answer when the INVITE had no offer. */
    default void onAcknowledged(byte[] sdp) {}

    /** The peer wants to change the session (re-INVITE or UPDATE); answer through the exchange, now or later. */
    default void onOffer(OfferExchange exchange) {
        exchange.reject(SipStatus.NOT_ACCEPTABLE_HERE);
    }

    /** The peer took our {@code reinvite}. */
    default void onReinviteAccepted(byte[] sdp) {}

    /** The peer refused our {@code reinvite}; the session goes on as before. */
    default void onReinviteRejected(SipStatus status) {}

    /** INFO (RFC 6086); already answered with 200. */
    default void onInfo(String contentType, byte[] body) {}

    /** How our {@code refer} goes on (RFC 3515 section 2.4.4); {@code last} when no more will come. */
    default void onReferProgress(SipStatus status, boolean last) {}

    /** The call is over; the last event, told exactly once. */
    default void onEnded(CallEnd end) {}
}
