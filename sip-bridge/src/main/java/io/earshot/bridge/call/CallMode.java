package io.earshot.bridge.call;

import java.util.Locale;

/** How a call reaches its agent. */
public enum CallMode {
    /** Earshot takes the call and joins it to an agent; there is no room. */
    DIRECT,
    /** livekit-sip takes the call; the agent is a participant of its room. */
    ROOM,
    /** Earshot takes the call and joins it to a room. */
    GATEWAY;

    /** The word for records, metrics and configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
