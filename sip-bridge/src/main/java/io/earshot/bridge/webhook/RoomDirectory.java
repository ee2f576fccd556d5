package io.earshot.bridge.webhook;

import io.earshot.livekit.webhook.EventType;
import io.earshot.livekit.webhook.WebhookEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What webhooks have told of rooms: which call is in which room, and what is over. Bounded: the rooms longest without an event
 * are forgotten. Events may come in any order; a room or participant that was over stays over. Thread-safe under its own lock.
 */
public final class RoomDirectory {
    /** Most participants remembered of one room. */
    private static final int MOST_PARTICIPANTS = 64;

    private final LinkedHashMap<String, Room> rooms;

    /** A directory of {@code capacity} rooms. */
    public RoomDirectory(int capacity) {
        this.rooms = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Room> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Takes note of an event and says what it belongs to. */
    public synchronized Correlation apply(WebhookEvent event) {
        if (event.room() == null) {
            return Correlation.NONE;
        }
        Room room = rooms.computeIfAbsent(
                event.room().sid().isEmpty()
                        ? event.room().name()
                        : event.room().sid(),
                _ -> new Room());
        boolean roomOver = room.over;
        room.over |= event.type() == EventType.ROOM_FINISHED;
        boolean stale = roomOver && event.type() != EventType.PARTICIPANT_LEFT;
        Participant participant = event.participant() == null ? null : room.participant(event.participant());
        if (participant != null) {
            stale |= participant.over && event.type() == EventType.PARTICIPANT_JOINED;
            participant.over |= event.type() == EventType.PARTICIPANT_LEFT;
        }
        Participant caller = participant != null && participant.isCaller() ? participant : room.caller();
        return caller == null
                ? new Correlation(event.room().name(), "", "", stale)
                : new Correlation(event.room().name(), caller.callId, caller.callIdFull, stale);
    }

    /** Rooms remembered. */
    public synchronized int size() {
        return rooms.size();
    }

    private static final class Room {
        private final LinkedHashMap<String, Participant> participants = new LinkedHashMap<>();
        private boolean over;

        Participant participant(WebhookEvent.Participant told) {
            Participant known = participants.computeIfAbsent(told.sid(), _ -> new Participant());
            // Track events carry no attributes, and attributes come and go while a call is set up.
            known.callId = told.attributes().getOrDefault("sip.callID", known.callId);
            known.callIdFull = told.attributes().getOrDefault("sip.callIDFull", known.callIdFull);
            if (participants.size() > MOST_PARTICIPANTS) {
                participants.remove(participants.firstEntry().getKey());
            }
            return known;
        }

        @org.jspecify.annotations.Nullable
        Participant caller() {
            return participants.values().stream()
                    .filter(Participant::isCaller)
                    .findFirst()
                    .orElse(null);
        }
    }

    private static final class Participant {
        private String callId = "";
        private String callIdFull = "";
        private boolean over;

        boolean isCaller() {
            return !callId.isEmpty() || !callIdFull.isEmpty();
        }
    }
}
