package io.earshot.bridge.room;

import java.util.Locale;

/** What came of bringing an agent into a room. */
enum RoomOutcome {
    /** It served a caller. */
    SERVED,
    /** Another agent of ours was there first; it left unheard. */
    REDUNDANT,
    /** Nobody to serve was there, or came in time. */
    NO_CALLER,
    /** It could not get in, or was thrown out before a caller was there. */
    NOT_JOINED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
