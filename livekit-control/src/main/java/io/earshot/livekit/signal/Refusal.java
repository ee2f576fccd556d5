package io.earshot.livekit.signal;

/** What a server found wrong with a join, told apart as far as its answer allows. */
public enum Refusal {
    /** The server has no API key of that name. */
    UNKNOWN_KEY,
    /** The token's signature does not match the key: another secret. */
    WRONG_SECRET,
    /** The token was valid once. */
    TOKEN_EXPIRED,
    /** The token is not valid yet: the clocks differ. */
    CLOCK_SKEW,
    /** No token, or text that is none. */
    TOKEN_MALFORMED,
    /** The token does not let its holder join (this room). */
    MISSING_GRANT,
    /** The room holds as many as it may; livekit-server says the same when it is just closing. */
    ROOM_FULL,
    /** There is no such room, and the server makes none by itself. */
    NO_ROOM,
    /** The server has no place for more ({@code 503}, limits). */
    OVERLOADED,
    /** Not a LiveKit server, or one that speaks no version that we speak. */
    UNKNOWN_PROTOCOL,
    /** The server's own fault (5xx). */
    SERVER_ERROR,
    /** Anything else; the cause quotes the server. */
    OTHER
}
