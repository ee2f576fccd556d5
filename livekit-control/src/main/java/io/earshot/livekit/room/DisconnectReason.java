package io.earshot.livekit.room;

/** Why a participant left, in LiveKit's words ({@code DisconnectReason}), in the order of their numbers. */
public enum DisconnectReason {
    UNKNOWN_REASON,
    CLIENT_INITIATED,
    /** Another one with the same identity came. */
    DUPLICATE_IDENTITY,
    SERVER_SHUTDOWN,
    /** An administrator removed it. */
    PARTICIPANT_REMOVED,
    ROOM_DELETED,
    /** It tried to resume a session of which the server knows nothing. */
    STATE_MISMATCH,
    /** It could not connect fully. */
    JOIN_FAILURE,
    /** The server wants it on another node. */
    MIGRATION,
    /** Its signalling ended without a word. */
    SIGNAL_CLOSE,
    /** Closed because the last standard participant left. */
    ROOM_CLOSED,
    /** The called telephone did not answer. */
    USER_UNAVAILABLE,
    /** The called telephone was busy or declined. */
    USER_REJECTED,
    SIP_TRUNK_FAILURE,
    CONNECTION_TIMEOUT,
    MEDIA_FAILURE,
    AGENT_ERROR
}
