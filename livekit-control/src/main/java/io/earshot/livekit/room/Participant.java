package io.earshot.livekit.room;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A participant as the server last described it. Immutable: each change makes a new one.
 *
 * @param sid the server's name for this stay ({@code PA_…}); empty for ourselves before the join
 * @param identity its name within the room, the same when it comes back
 * @param name the name that is shown; may be empty
 * @param kind what it is
 * @param metadata free text; may be empty
 * @param attributes key and value pairs, such as {@code sip.callID}
 * @param state how far it has come
 * @param permission what it may do
 * @param tracks what it publishes
 * @param quality how good its connection is
 */
public record Participant(
        String sid,
        String identity,
        String name,
        ParticipantKind kind,
        String metadata,
        Map<String, String> attributes,
        ParticipantState state,
        Permission permission,
        List<TrackInfo> tracks,
        ConnectionQuality quality) {
    /** Copies what could change. */
    public Participant {
        attributes = Map.copyOf(attributes);
        tracks = List.copyOf(tracks);
    }

    /** Its track with that sid, or null. */
    public @Nullable TrackInfo track(String trackSid) {
        return tracks.stream()
                .filter(track -> track.sid().equals(trackSid))
                .findFirst()
                .orElse(null);
    }

    /** The attribute's value, or an empty string. */
    public String attribute(String key) {
        return attributes.getOrDefault(key, "");
    }
}
