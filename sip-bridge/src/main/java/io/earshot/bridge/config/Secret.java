package io.earshot.bridge.config;

import java.util.Objects;

/**
 * A configured secret. It cannot be printed: {@link #toString} never shows it, and there is no other way to the text
 * than {@link #reveal}. Immutable.
 */
public final class Secret {
    /** No secret was given. */
    public static final Secret NONE = new Secret("");

    private final transient String text;

    public Secret(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** The secret text, for the one place that sends it. */
    public String reveal() {
        return text;
    }

    /** Whether there is one. */
    public boolean isPresent() {
        return !text.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return isPresent() ? "***" : "(none)";
    }
}
