package io.earshot.sip;

import java.util.List;

/**
 * A call to place. Immutable.
 *
 * @param uri whom to call, {@code sip:user@host:port}
 * @param from who calls, {@code sip:user@host}; may carry a display name
 * @param sdp the offer; empty asks the peer for its offer
 * @param headers extra header fields of the INVITE
 * @param transport {@code "UDP"} or {@code "TCP"}
 */
@SuppressWarnings("ArrayRecordComponent")
public record OutgoingRequest(String uri, String from, byte[] sdp, List<SipHeader> headers, String transport) {

    public OutgoingRequest {
        headers = List.copyOf(headers);
        if (!transport.equalsIgnoreCase("UDP") && !transport.equalsIgnoreCase("TCP")) {
            throw new IllegalArgumentException("transport must be UDP or TCP");
        }
    }

    /** Over UDP without extra header fields. */
    public static OutgoingRequest udp(String uri, String from, byte[] sdp) {
        return new OutgoingRequest(uri, from, sdp, List.of(), "UDP");
    }
}
