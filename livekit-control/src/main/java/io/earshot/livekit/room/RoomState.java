package io.earshot.livekit.room;

/** How a {@link Room} stands with its server. */
public enum RoomState {
    /** The first join is under way. */
    CONNECTING,
    /** Joined; signalling and, when asked for, media flow. */
    CONNECTED,
    /** The signalling socket or the media path was lost; the same session is being resumed. Media may still flow. */
    RESUMING,
    /** The session was lost; a new one is being made. */
    RECONNECTING,
    /** Over; {@link RoomListener#onClosed} has been or is being called. */
    CLOSED
}
