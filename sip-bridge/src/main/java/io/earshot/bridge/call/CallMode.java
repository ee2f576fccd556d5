package io.earshot.bridge.call;

import java.util.Locale;
import org.slf4j.event.Level;

/** How a call reaches its agent. */
public enum CallMode {
    /** Earshot takes the call and joins it to an agent; there is no room. */
    DIRECT,
    /** livekit-sip takes the call; the agent is a participant of its room. */
    ROOM,
    /** Earshot takes the call and joins it to a room. */
    GATEWAY,
    /** The bridge calls itself before it is ready; nobody wants to read of it. */
    REHEARSAL;

    /** How loud the log tells of such a call. */
    public Level level() {
        return this == REHEARSAL ? Level.DEBUG : Level.INFO;
    }

    /** The word for records, metrics and configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
