package io.earshot.livekit.data;

import java.util.Map;

/**
 * Octets that came whole. Not changed by us after they are handed on.
 *
 * @param id of its stream
 * @param topic may be empty
 * @param name of the file; may be empty
 * @param mimeType its media type
 * @param content the receiver's to keep
 * @param attributes those of the header, overlaid with those of the trailer
 */
public record ByteMessage(
        String id, String topic, String name, String mimeType, byte[] content, Map<String, String> attributes) {
    public ByteMessage {
        attributes = Map.copyOf(attributes);
    }
}
