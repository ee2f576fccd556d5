package io.earshot.media.webrtc;

/** Life of a peer connection, as its transport and its descriptions make it. */
public enum PeerState {
    /** Open; nothing was agreed yet. */
    NEW,
    /** Descriptions were exchanged; ICE and DTLS are at work. */
    CONNECTING,
    /** Media and data flow. */
    CONNECTED,
    /** The other side has not answered for a while; it may come back, or {@link PeerConnection#restartIce} may help. */
    DISCONNECTED,
    /** There is no way to the other side, or it is not who it said. Only closing is left. */
    FAILED,
    /** Closed by us. */
    CLOSED
}
