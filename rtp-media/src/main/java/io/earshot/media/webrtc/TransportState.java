package io.earshot.media.webrtc;

/** Life of a {@link PeerTransport}, in order. */
public enum TransportState {
    /** Open; the peer's description is not known. */
    NEW,
    /** ICE looks for a pair that works. */
    CHECKING,
    /** ICE has one; DTLS shakes hands over it. */
    HANDSHAKING,
    /** Media and data flow. */
    CONNECTED,
    /** The peer stopped answering consent checks; may come back to {@link #CONNECTED}, or fail. */
    DISCONNECTED,
    /** Gave up: no pair works, the handshake failed, or consent is gone for good. An ICE restart may revive the latter. */
    FAILED,
    /** Closed, by us or by the peer's close_notify. */
    CLOSED
}
