package io.earshot.livekit.token;

import java.time.Instant;

/** A signed access token: whoever reads it may use it, so it is not printed by accident. Immutable. */
public final class SignedToken {
    private final String jwt;
    private final Instant expiresAt;

    SignedToken(String jwt, Instant expiresAt) {
        this.jwt = jwt;
        this.expiresAt = expiresAt;
    }

    /** A token that a server signed for us. */
    public static SignedToken received(String jwt, Instant expiresAt) {
        return new SignedToken(jwt, expiresAt);
    }

    /** The token's text, for an Authorization header or the signalling URL. Never for a log. */
    public String reveal() {
        return jwt;
    }

    /** When it stops being valid. */
    public Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public String toString() {
        return "SignedToken[hidden, expires " + expiresAt + "]";
    }
}
