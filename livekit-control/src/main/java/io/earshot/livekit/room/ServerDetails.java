package io.earshot.livekit.room;

/**
 * What a server says of itself when it welcomes a participant. Immutable.
 *
 * @param version of livekit-server, such as 1.13.5; may be empty
 * @param protocol version of its signalling protocol; 0 when it is not told
 */
public record ServerDetails(String version, int protocol) {
    /** Nothing is known yet. */
    public static final ServerDetails UNKNOWN = new ServerDetails("", 0);
}
