package io.earshot.media.jsep;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who may begin the DTLS handshake (RFC 8842, section 4). */
public enum Setup {
    /** Either; the answerer chooses. Only in an offer. */
    ACTPASS,
    /** The speaker begins. */
    ACTIVE,
    /** The speaker waits. */
    PASSIVE;

    /** As in the attribute. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Setup of(@Nullable String token) {
        for (Setup setup : values()) {
            if (setup.token().equals(token)) {
                return setup;
            }
        }
        return null;
    }
}
