package io.earshot.livekit.webhook;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Every kind of event that LiveKit's servers post (protocol 1.50), and one for those that came later. */
public enum EventType {
    ROOM_STARTED,
    ROOM_FINISHED,
    PARTICIPANT_JOINED,
    PARTICIPANT_LEFT,
    /** A participant whose connection never came up. */
    PARTICIPANT_CONNECTION_ABORTED,
    TRACK_PUBLISHED,
    TRACK_UNPUBLISHED,
    EGRESS_STARTED,
    EGRESS_UPDATED,
    EGRESS_ENDED,
    INGRESS_STARTED,
    INGRESS_ENDED,
    /** A kind that we do not know. */
    UNKNOWN;

    private static final Map<String, EventType> BY_NAME = byName();

    /** The kind that LiveKit calls {@code name}. */
    public static EventType of(String name) {
        return BY_NAME.getOrDefault(name, UNKNOWN);
    }

    /** LiveKit's name for it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, EventType> byName() {
        Map<String, EventType> names = new HashMap<>();
        for (EventType type : values()) {
            names.put(type.label(), type);
        }
        return names;
    }
}
