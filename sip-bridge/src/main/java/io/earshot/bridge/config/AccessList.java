package io.earshot.bridge.config;

import java.util.List;

/**
 * Who is let in: nobody whom {@code deny} names, and only those whom {@code allow} names where it names any. Immutable.
 *
 * @param allow empty: everybody
 * @param deny wins over {@code allow}
 */
public record AccessList(List<String> allow, List<String> deny) {
    public AccessList {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** Everybody. */
    public static AccessList everybody() {
        return new AccessList(List.of(), List.of());
    }
}
