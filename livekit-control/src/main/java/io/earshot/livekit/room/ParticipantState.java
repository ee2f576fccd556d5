package io.earshot.livekit.room;

/** How far a participant has come (LiveKit's {@code ParticipantInfo.State}). */
public enum ParticipantState {
    /** Its signalling is connected. */
    JOINING,
    /** Its offer has arrived. */
    JOINED,
    /** Its media path is there. */
    ACTIVE,
    /** It has gone. */
    DISCONNECTED
}
