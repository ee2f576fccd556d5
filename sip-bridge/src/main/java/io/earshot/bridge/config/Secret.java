package io.earshot.bridge.config;

import io.earshot.media.secret.SecretText;
import org.jspecify.annotations.Nullable;

/**
 * A configured secret. It cannot be printed: {@link #toString} never shows it, and there is no other way to the text than {@link #reveal}.
 * Compared in constant time. Immutable.
 */
public final class Secret {
    /** No secret was given. */
    public static final Secret NONE = new Secret("");

    private final transient SecretText text;

    public Secret(String text) {
        this.text = SecretText.of(text);
    }

    /** The secret text, for the one place that sends it. */
    public String reveal() {
        return text.reveal();
    }

    /** Whether there is one. */
    public boolean isPresent() {
        return !text.isNothing();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
