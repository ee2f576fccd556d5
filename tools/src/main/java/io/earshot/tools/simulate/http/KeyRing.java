package io.earshot.tools.simulate.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which API keys are good: a given one, or any that is not empty. Immutable; prints no key.
 */
public final class KeyRing {
    private final Optional<String> key;

    /** {@code key} null: any key is good. */
    public KeyRing(@Nullable String key) {
        this.key = Optional.ofNullable(key);
    }

    /** Whether a client's key is good; null is none. */
    public boolean fits(@Nullable String given) {
        return given != null && !given.isBlank() && key.map(given::equals).orElse(true);
    }

    /** The key of an {@code Authorization: Bearer} header; null when it is none. */
    public static @Nullable String bearer(@Nullable String authorization) {
        return after(authorization, "Bearer ");
    }

    /** What follows a scheme such as {@code "Token "} in a header; null when the header is of another scheme. */
    public static @Nullable String after(@Nullable String header, String scheme) {
        if (header == null || !header.regionMatches(true, 0, scheme, 0, scheme.length())) {
            return null;
        }
        return header.substring(scheme.length()).strip();
    }

    @Override
    public String toString() {
        return "KeyRing";
    }
}
