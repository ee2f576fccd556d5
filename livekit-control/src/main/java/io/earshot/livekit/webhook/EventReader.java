package io.earshot.livekit.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an event from protobuf's JSON: 64-bit numbers are strings, and zero values are left out. */
final class EventReader {
    private EventReader() {}

    /** The event in {@code body}, or null when it has no kind or no id. */
    static @Nullable WebhookEvent read(JsonNode body) {
        String event = text(body, "event");
        String id = text(body, "id");
        if (event.isEmpty() || id.isEmpty()) {
            return null;
        }
        return new WebhookEvent(
                event,
                id,
                createdAt(body),
                room(body.path("room")),
                participant(body.path("participant")),
                track(body.path("track")));
    }

    private static Instant createdAt(JsonNode body) {
        try {
            return Instant.ofEpochSecond(body.path("createdAt").asLong());
        } catch (DateTimeException outOfRange) {
            return Instant.EPOCH;
        }
    }

    private static WebhookEvent.@Nullable Room room(JsonNode room) {
        return room.isObject() ? new WebhookEvent.Room(text(room, "sid"), text(room, "name")) : null;
    }

    private static WebhookEvent.@Nullable Participant participant(JsonNode participant) {
        if (!participant.isObject()) {
            return null;
        }
        String kind = text(participant, "kind");
        return new WebhookEvent.Participant(
                text(participant, "sid"),
                text(participant, "identity"),
                text(participant, "name"),
                kind.isEmpty() ? "STANDARD" : kind,
                text(participant, "state"),
                text(participant, "metadata"),
                attributes(participant.path("attributes")),
                text(participant, "disconnectReason"));
    }

    private static Map<String, String> attributes(JsonNode attributes) {
        Map<String, String> read = new HashMap<>();
        attributes
                .properties()
                .forEach(entry -> read.put(entry.getKey(), entry.getValue().asText()));
        return read;
    }

    private static WebhookEvent.@Nullable Track track(JsonNode track) {
        if (!track.isObject()) {
            return null;
        }
        String type = text(track, "type");
        return new WebhookEvent.Track(
                text(track, "sid"),
                text(track, "name"),
                type.isEmpty() ? "AUDIO" : type,
                text(track, "source"),
                text(track, "mimeType"));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
