package io.earshot.livekit.room;

import java.util.HashMap;
import java.util.Map;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.UpdateParticipantMetadata;

/** What we say about ourselves, through all sessions: a new one begins with what the server accepted in the old. Confined to the room's loop. */
final class OwnDetails {
    private final Map<String, String> attributes;
    private String metadata;
    private String name = "";

    OwnDetails(JoinOptions options) {
        this.attributes = new HashMap<>(options.attributes());
        this.metadata = options.metadata();
    }

    /** The server accepted a change. */
    void accepted(UpdateParticipantMetadata change) {
        attributes.putAll(change.getAttributesMap());
        attributes.values().removeIf(String::isEmpty);
        metadata = change.getMetadata().isEmpty() ? metadata : change.getMetadata();
        name = change.getName().isEmpty() ? name : change.getName();
    }

    /** With these a session begins. */
    void into(JoinRequest.Builder request) {
        request.putAllParticipantAttributes(attributes).setMetadata(metadata);
    }

    /** The name that we took; empty for the token's. A join cannot carry it. */
    String name() {
        return name;
    }
}
