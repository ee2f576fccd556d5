package io.earshot.livekit.room;

/**
 * How a room's connection does. Immutable.
 *
 * @param rated the server's rating of our connection
 * @param score the server's score, 0 to 5; 0 when not rated
 * @param signalRttNs round trip of the last ping over the signalling socket; -1 before the first
 * @param joinNs time from the start of the join to the server's welcome; -1 before it
 * @param mediaNs time from the start of the join to the media path; -1 before it
 * @param media how audio fares on it
 */
public record RoomQuality(
        ConnectionQuality rated, float score, long signalRttNs, long joinNs, long mediaNs, RoomMedia media) {
    /** Nothing known yet. */
    public static final RoomQuality UNKNOWN =
            new RoomQuality(ConnectionQuality.UNKNOWN, 0, -1, -1, -1, RoomMedia.UNKNOWN);
}
