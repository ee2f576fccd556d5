package io.earshot.livekit.room;

/** How good the server finds a participant's connection, by its own measure of loss and round trip. */
public enum ConnectionQuality {
    /** Not rated yet. */
    UNKNOWN,
    LOST,
    POOR,
    GOOD,
    EXCELLENT
}
