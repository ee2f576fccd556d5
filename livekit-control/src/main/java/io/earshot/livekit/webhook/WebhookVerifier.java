package io.earshot.livekit.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.webhook.WebhookResult.Rejected;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a webhook was sent by the holder of one of our keys: the Authorization header is a bare JSON Web Token (no
 * {@code Bearer}), signed with HS256 and nothing else, that names the SHA-256 of the very bytes of the body. Hostile requests end
 * as {@link Rejected}, never as an exception. It keeps no state, so it does not recognize a repeated delivery: the event's id does.
 * Thread-safe because it is immutable.
 */
public final class WebhookVerifier {
    /** Longest body that is looked at. LiveKit's events have a few kilobytes. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    private static final int MAX_TOKEN_CHARS = 8_192;
    private static final Rejected BAD_SIGNATURE = unauthorized("signature does not match");

    private final Supplier<List<ApiKey>> keys;
    private final Duration leeway;

    /**
     * A verifier that trusts {@code keys}. Several may share a name, while a secret is being changed.
     *
     * @param leeway how far the sender's clock may be off, at most five minutes
     * @throws IllegalArgumentException when there is no key or the leeway is out of range
     */
    public WebhookVerifier(List<ApiKey> keys, Duration leeway) {
        this(() -> keys, leeway);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key");
        }
    }

    /**
     * The same for keys that may be changed meanwhile: they are asked for at each request.
     *
     * @throws IllegalArgumentException when the leeway is out of range
     */
    public WebhookVerifier(Supplier<List<ApiKey>> keys, Duration leeway) {
        if (leeway.isNegative() || leeway.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("leeway " + leeway);
        }
        this.keys = keys;
        this.leeway = leeway;
    }

    /**
     * Verifies one request.
     *
     * @param authorization value of the Authorization header, or null
     * @param body the body exactly as received
     * @param now wall time
     */
    public WebhookResult verify(@Nullable String authorization, byte[] body, Instant now) {
        if (body.length > MAX_BODY_BYTES) {
            return new Rejected(413, "body too long");
        }
        if (authorization == null || authorization.isEmpty() || authorization.length() > MAX_TOKEN_CHARS) {
            return unauthorized(authorization == null || authorization.isEmpty() ? "no token" : "token too long");
        }
        String[] parts = authorization.split("\\.", -1);
        return parts.length == 3 ? token(parts, body, now) : unauthorized("not a token of three parts");
    }

    private WebhookResult token(String[] parts, byte[] body, Instant now) {
        JsonNode header = json(parts[0]);
        JsonNode claims = json(parts[1]);
        byte[] signature = decoded(parts[2]);
        if (header == null || claims == null || signature == null) {
            return unauthorized("token is not base64url of JSON");
        }
        if (!header.path("alg").asText("").equals("HS256") || header.has("crit")) {
            return unauthorized("token is not signed with plain HS256");
        }
        ApiKey key = signer(claims.path("iss"), (parts[0] + "." + parts[1]).getBytes(UTF_8), signature);
        return key == null ? BAD_SIGNATURE : claims(claims, key, body, now);
    }

    /** The key that made the signature, or null; an unknown key and a wrong signature look the same from outside. */
    private @Nullable ApiKey signer(JsonNode issuer, byte[] signed, byte[] signature) {
        ApiKey found = null;
        for (ApiKey key : keys.get()) {
            boolean matches = MessageDigest.isEqual(key.sign(signed), signature);
            if (matches && issuer.isTextual() && key.id().equals(issuer.textValue())) {
                found = key;
            }
        }
        return found;
    }

    private WebhookResult claims(JsonNode claims, ApiKey key, byte[] body, Instant now) {
        JsonNode expires = claims.path("exp");
        JsonNode notBefore = claims.path("nbf");
        if (!isTime(expires) || now.getEpochSecond() >= expires.longValue() + leeway.toSeconds()) {
            return signed(isTime(expires) ? "token has expired" : "token has no expiry");
        }
        if (claims.has("nbf")
                && (!isTime(notBefore) || now.getEpochSecond() < notBefore.longValue() - leeway.toSeconds())) {
            return signed("token is not valid yet");
        }
        byte[] digest = digestClaim(claims.path("sha256"));
        if (digest == null || !MessageDigest.isEqual(sha256(body), digest)) {
            return signed("body is not the one that was signed");
        }
        return event(body, key);
    }

    /** A whole number of seconds, small enough to be computed with. */
    private static boolean isTime(JsonNode claim) {
        return claim.isIntegralNumber() && claim.canConvertToLong() && Math.abs(claim.longValue()) < 1L << 40;
    }

    private static WebhookResult event(byte[] body, ApiKey key) {
        JsonNode json = StrictJson.object(body);
        WebhookEvent event = json == null ? null : EventReader.read(json);
        return event == null ? new Rejected(400, "body is no event") : new WebhookResult.Verified(event, key);
    }

    private static Rejected unauthorized(String reason) {
        return new Rejected(401, reason);
    }

    private static Rejected signed(String reason) {
        return new Rejected(401, reason, true);
    }

    private static @Nullable JsonNode json(String part) {
        byte[] bytes = decoded(part);
        return bytes == null ? null : StrictJson.object(bytes);
    }

    private static byte @Nullable [] decoded(String part) {
        try {
            return part.indexOf('=') >= 0 ? null : Base64.getUrlDecoder().decode(part.getBytes(US_ASCII));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static byte @Nullable [] digestClaim(JsonNode claim) {
        try {
            return claim.isTextual() ? Base64.getDecoder().decode(claim.textValue()) : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
