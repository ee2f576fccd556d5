package io.earshot.bridge.webhook;

/**
 * Which call an event belongs to. Immutable.
 *
 * @param room the room's name, or empty
 * @param sipCallId livekit-sip's id of the call ({@code sip.callID}), or empty when no SIP participant is known
 * @param sipCallIdFull Call-ID of the caller's dialog ({@code sip.callIDFull}), or empty
 * @param stale whether later events had told already that it is over
 */
public record Correlation(String room, String sipCallId, String sipCallIdFull, boolean stale) {
    static final Correlation NONE = new Correlation("", "", "", false);
}
