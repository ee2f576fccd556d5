package io.earshot.media.session;

/** What happens on a session besides audio. Called on the call's loop. */
public interface SessionListener {
    /** The first RTP packet of the peer was accepted: the media path is proven. Once a session. */
    default void onFirstPacket(long arrivalNs) {}

    /** The peer pressed a key (RFC 4733). */
    default void onDtmf(char digit, int durationMs) {}

    /** Nothing came from the peer for the configured time, and the call is not on hold. Once until something comes. */
    default void onMediaTimeout() {}

    /** A bug: this session has ended itself and is closed. */
    default void onFault(RuntimeException fault) {}
}
