package io.earshot.livekit.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An API key of a LiveKit deployment: its public name and its secret. The secret never leaves this object: there is no accessor,
 * {@link #toString()} hides it, and it is not serializable. Thread-safe because it is immutable.
 */
public final class ApiKey {
    private static final String HMAC = "HmacSHA256";
    private static final int SHORTEST_SAFE_SECRET = 32;

    private final String id;
    private final transient SecretKeySpec secret;
    private final boolean weak;

    private ApiKey(String id, byte[] secret) {
        this.id = id;
        this.secret = new SecretKeySpec(secret, HMAC);
        this.weak = secret.length < SHORTEST_SAFE_SECRET;
    }

    /**
     * A key from configuration.
     *
     * @throws IllegalArgumentException when one of both is blank; the message holds neither
     */
    public static ApiKey of(String id, String secret) {
        if (id.isBlank() || secret.isBlank()) {
            throw new IllegalArgumentException("an API key needs a name and a secret");
        }
        return new ApiKey(id, secret.getBytes(UTF_8));
    }

    /** The key's public name, the issuer of its tokens. */
    public String id() {
        return id;
    }

    /** Whether the secret is under 32 bytes, at which livekit-server itself complains. */
    public boolean isWeak() {
        return weak;
    }

    /** HMAC-SHA256 of {@code message} under the secret (RFC 7518, section 3.2): 32 bytes. */
    public byte[] sign(byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new AssertionError("every Java platform has HmacSHA256", impossible);
        }
    }

    @Override
    public String toString() {
        return "ApiKey[" + id + ", secret hidden]";
    }
}
