package io.earshot.livekit.data;

import java.util.List;
import java.util.Map;

/**
 * What is said of a stream before its content. Immutable.
 *
 * @param topic what it is about; receivers choose their handler by it
 * @param attributes whatever else is said of it
 * @param to identities of the receivers; empty for all
 * @param from identity of the participant for whom it is sent: only an agent may speak for others; empty for ourselves
 */
public record StreamOptions(String topic, Map<String, String> attributes, List<String> to, String from) {
    public StreamOptions {
        attributes = Map.copyOf(attributes);
        to = List.copyOf(to);
    }

    /** To everybody, from ourselves. */
    public static StreamOptions of(String topic) {
        return new StreamOptions(topic, Map.of(), List.of(), "");
    }

    /** The same with these attributes. */
    public StreamOptions withAttributes(Map<String, String> ours) {
        return new StreamOptions(topic, ours, to, from);
    }

    /** The same to these identities. */
    public StreamOptions to(List<String> identities) {
        return new StreamOptions(topic, attributes, identities, from);
    }

    /** The same, in the name of another participant. */
    public StreamOptions from(String identity) {
        return new StreamOptions(topic, attributes, to, identity);
    }
}
