package io.earshot.bridge.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of configuration text with the place it came from: scalar, list or map. Confined to the loading thread.
 */
sealed interface ConfigNode {
    /** File and line, or {@code --set}. */
    String where();

    /** Text of a scalar, or null for YAML's null. */
    record Scalar(String where, @Nullable String text) implements ConfigNode {}

    /** Items of a sequence. */
    record Items(String where, List<ConfigNode> items) implements ConfigNode {}

    /** Entries of a mapping, in the order of the file. */
    record Entries(String where, Map<String, ConfigNode> entries) implements ConfigNode {
        /** An empty mapping. */
        static Entries empty(String where) {
            return new Entries(where, new LinkedHashMap<>());
        }
    }
}
