package io.earshot.bridge.http;

import java.util.Set;

/**
 * Which path prefixes ask for how little; what is not named is for admins. Immutable.
 *
 * @param open served to everybody
 * @param figures served, to GET and HEAD, to whoever may read figures
 */
public record AccessRules(Set<String> open, Set<String> figures) {
    public AccessRules {
        open = Set.copyOf(open);
        figures = Set.copyOf(figures);
    }

    /** Everything to everybody. */
    public static AccessRules everythingOpen() {
        return new AccessRules(Set.of("*"), Set.of());
    }

    /** What a request to a resource needs. */
    Access of(String prefix, String method) {
        if (open.contains(prefix) || open.contains("*")) {
            return Access.OPEN;
        }
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return reads && figures.contains(prefix) ? Access.READ : Access.ADMIN;
    }
}
