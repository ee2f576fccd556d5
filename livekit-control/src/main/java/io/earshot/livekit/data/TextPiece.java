package io.earshot.livekit.data;

import java.util.Map;

/**
 * A piece of a text that is still coming. Immutable.
 *
 * @param id of its stream
 * @param topic may be empty
 * @param text to be appended to the pieces before
 * @param attributes those of the header
 */
public record TextPiece(String id, String topic, String text, Map<String, String> attributes) {
    public TextPiece {
        attributes = Map.copyOf(attributes);
    }
}
