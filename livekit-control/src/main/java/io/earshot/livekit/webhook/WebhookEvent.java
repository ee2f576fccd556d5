package io.earshot.livekit.webhook;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event of a webhook: the fields that calls need. What LiveKit adds later is passed over, and the room's TURN password is
 * never kept. Immutable.
 *
 * @param event kind of event, such as {@code participant_joined}
 * @param id unique for each event; the same for a repeated delivery
 * @param createdAt when it happened, to the second
 * @param room the room, or null
 * @param participant the participant, or null
 * @param track the track, or null
 */
public record WebhookEvent(
        String event,
        String id,
        Instant createdAt,
        @Nullable Room room,
        @Nullable Participant participant,
        @Nullable Track track) {

    /** The kind of event. */
    public EventType type() {
        return EventType.of(event);
    }

    /**
     * A room. Track events carry only these two fields; others have more that calls have no use for.
     *
     * @param sid LiveKit's identifier
     * @param name the room's name
     */
    public record Room(String sid, String name) {}

    /**
     * A participant. Track events carry the first two fields alone.
     *
     * @param sid LiveKit's identifier
     * @param identity identity within the room
     * @param name the name that others see, or empty
     * @param kind {@code SIP}, {@code AGENT}…, {@code STANDARD} when left out
     * @param state {@code ACTIVE}, {@code DISCONNECTED}…, or empty
     * @param metadata metadata, or empty
     * @param attributes attributes, of a SIP participant among them {@code sip.callID}
     * @param disconnectReason why it left, or empty
     */
    public record Participant(
            String sid,
            String identity,
            String name,
            String kind,
            String state,
            String metadata,
            Map<String, String> attributes,
            String disconnectReason) {

        public Participant {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * A track.
     *
     * @param sid LiveKit's identifier
     * @param name the track's name, or empty
     * @param type {@code AUDIO} when left out
     * @param source {@code MICROPHONE}…, or empty
     * @param mimeType such as {@code audio/opus}, or empty
     */
    public record Track(String sid, String name, String type, String source, String mimeType) {}
}
