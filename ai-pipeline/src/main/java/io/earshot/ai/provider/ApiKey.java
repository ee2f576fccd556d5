package io.earshot.ai.provider;

import io.earshot.media.secret.SecretText;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's secret key. It cannot be printed or serialised: text forms show {@code ***}. Immutable.
 *
 * <p>Only {@link #reveal} gives the characters, for the one header that needs them.
 */
public final class ApiKey {
    private static final int MAX_LENGTH = 4_096;

    private final transient SecretText secret;

    private ApiKey(SecretText secret) {
        this.secret = secret;
    }

    /**
     * A key of visible ASCII characters, surrounding blanks removed.
     *
     * @throws IllegalArgumentException when it is empty or holds characters that no HTTP header may carry; the text
     *     does not show the key
     */
    public static ApiKey of(String secret) {
        String trimmed = secret.strip();
        if (trimmed.isEmpty()) {
            throw new IllegalArgumentException("an API key must not be empty");
        }
        if (trimmed.length() > MAX_LENGTH || !trimmed.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("an API key must be at most 4096 visible ASCII characters");
        }
        return new ApiKey(SecretText.of(trimmed));
    }

    /** The secret itself, for a request header. */
    public String reveal() {
        return secret.reveal();
    }

    /** {@code text} with every occurrence of the key replaced. */
    public String redact(String text) {
        return secret.redact(text);
    }

    /** Whether both are the same key, compared in constant time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApiKey key && secret.equals(key.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
