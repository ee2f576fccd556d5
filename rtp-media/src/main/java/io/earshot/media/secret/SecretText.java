package io.earshot.media.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a secret. It cannot be printed or serialised, it is compared in constant time, and its hash tells nothing. It lies here, at the
 * root of the modules, because providers, LiveKit and the bridge all keep secrets and may not see each other. Immutable.
 *
 * <p>It keeps octets rather than a String, so that no list of Strings shows it; who may read the memory of the process finds it all the
 * same, and the one place that sends it makes a String of it for a moment.
 */
public final class SecretText {
    /** Nothing. */
    public static final SecretText NONE = new SecretText(new byte[0]);

    private final transient byte[] octets;

    private SecretText(byte[] octets) {
        this.octets = octets;
    }

    /** A secret; the text itself is not kept. */
    public static SecretText of(String text) {
        return text.isEmpty() ? NONE : new SecretText(text.getBytes(UTF_8));
    }

    /** The characters, for the one place that sends them. */
    public String reveal() {
        return new String(octets, UTF_8);
    }

    /** Whether there are none. */
    public boolean isNothing() {
        return octets.length == 0;
    }

    /** {@code text} with every occurrence of the secret replaced. */
    public String redact(String text) {
        return octets.length == 0 ? text : text.replace(reveal(), "***");
    }

    /** Whether both are the same; takes as long wherever they differ. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretText that && MessageDigest.isEqual(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return SecretText.class.hashCode();
    }

    @Override
    public String toString() {
        return isNothing() ? "(none)" : "***";
    }
}
