package io.earshot.media.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code a=} line (RFC 8866, section 5.13). Immutable.
 *
 * @param name attribute name, as written
 * @param value text after the colon, or null for a property attribute
 */
public record Attribute(String name, @Nullable String value) {

    /** A property attribute: a name alone. */
    public static Attribute flag(String name) {
        return new Attribute(name, null);
    }

    static boolean present(List<Attribute> attributes, String name) {
        for (Attribute attribute : attributes) {
            if (attribute.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Value of the first attribute called {@code name}, or null. */
    static @Nullable String first(List<Attribute> attributes, String name) {
        for (Attribute attribute : attributes) {
            if (attribute.name.equals(name)) {
                return attribute.value;
            }
        }
        return null;
    }

    /** The first direction attribute, or null. */
    static @Nullable Direction direction(List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            for (Direction direction : Direction.values()) {
                if (direction.attribute().equals(attribute.name)) {
                    return direction;
                }
            }
        }
        return null;
    }
}
