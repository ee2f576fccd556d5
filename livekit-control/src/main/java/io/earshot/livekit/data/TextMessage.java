package io.earshot.livekit.data;

import java.util.Map;

/**
 * A text that came. Immutable.
 *
 * @param id of its stream
 * @param topic may be empty
 * @param text all of it, or as much as came before it was aborted
 * @param attributes those of the header, overlaid with those of the trailer
 * @param generated an agent wrote it down from the sender's speech
 * @param abortReason why it ended early; empty when it is complete
 */
public record TextMessage(
        String id, String topic, String text, Map<String, String> attributes, boolean generated, String abortReason) {
    public TextMessage {
        attributes = Map.copyOf(attributes);
    }

    /** Whether all of it came. */
    public boolean complete() {
        return abortReason.isEmpty();
    }
}
