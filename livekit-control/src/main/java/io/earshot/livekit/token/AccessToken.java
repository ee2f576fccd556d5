package io.earshot.livekit.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import livekit.LivekitRoom.RoomConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * An access token in the making: who the holder is and what LiveKit lets them do. {@link #sign} makes it a JSON Web Token
 * (RFC 7519) with HS256. Valid for ten minutes unless said, for six hours at most: it is checked on joining only, so a call may
 * outlive it. Confined to one thread.
 *
 * <pre>{@code
 * new AccessToken().identity("agent-1").video(VideoGrant.join("room-7")).sign(key, now)
 * }</pre>
 */
public final class AccessToken {
    private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(10);
    private static final Duration LONGEST_LIFETIME = Duration.ofHours(6);
    private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(US_ASCII));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode claims = JsonNodeFactory.instance.objectNode();
    private Duration lifetime = DEFAULT_LIFETIME;
    private @Nullable VideoGrant video;

    /** The participant's identity, unique within its room ({@code sub}). */
    public AccessToken identity(String identity) {
        return put("sub", identity);
    }

    /** The name that others see. */
    public AccessToken name(String name) {
        return put("name", name);
    }

    /** Marks the participant as an agent; without, it is a standard one. */
    public AccessToken agentKind() {
        return put("kind", "agent");
    }

    /** Marks the participant as a telephone caller. */
    public AccessToken sipKind() {
        return put("kind", "sip");
    }

    /** The participant's metadata. */
    public AccessToken metadata(String metadata) {
        return put("metadata", metadata);
    }

    /** Adds attributes of the participant. */
    public AccessToken attributes(Map<String, String> attributes) {
        ObjectNode claim = claims.withObjectProperty("attributes");
        attributes.forEach(claim::put);
        return this;
    }

    /** What the holder may do in rooms; replaces an earlier grant. */
    public AccessToken video(VideoGrant grant) {
        video = grant;
        claims.set("video", grant.toClaim());
        return this;
    }

    /** What the holder may do with telephony. */
    public AccessToken sip(SipPermission... permissions) {
        ObjectNode claim = claims.withObjectProperty("sip");
        for (SipPermission permission : permissions) {
            claim.put(permission.claim(), true);
        }
        return this;
    }

    /** Lets the holder manage hosted agents. */
    public AccessToken agentAdmin() {
        claims.withObjectProperty("agent").put("admin", true);
        return this;
    }

    /** How the room is made if the holder is the first to join. */
    public AccessToken roomConfig(RoomConfig config) {
        claims.set("roomConfig", config.toClaim());
        return this;
    }

    /**
     * The same with everything that LiveKit's configuration of a room can say, as dispatch rules hold it.
     *
     * @throws IllegalArgumentException when it holds what cannot be written as JSON
     */
    public AccessToken roomConfig(RoomConfiguration config) {
        try {
            String json = JsonFormat.printer().omittingInsignificantWhitespace().print(config);
            claims.set("roomConfig", JSON.readTree(json));
            return this;
        } catch (IOException notWritable) {
            throw new IllegalArgumentException("a room's configuration cannot be written as JSON", notWritable);
        }
    }

    /** A preset for the room, by name (hosted LiveKit). */
    public AccessToken roomPreset(String name) {
        return put("roomPreset", name);
    }

    /**
     * How long the token is valid after signing.
     *
     * @throws IllegalArgumentException when not from one second to six hours
     */
    public AccessToken validFor(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(LONGEST_LIFETIME) > 0) {
            throw new IllegalArgumentException("a token is valid from one second to six hours, not " + duration);
        }
        lifetime = duration;
        return this;
    }

    /**
     * Signs the token.
     *
     * @param key the key that issues it
     * @param now wall time
     * @throws IllegalStateException when it lets the holder join a room but names no identity
     */
    public SignedToken sign(ApiKey key, Instant now) {
        if (video != null && video.allowed().contains(VideoPermission.ROOM_JOIN) && !claims.hasNonNull("sub")) {
            throw new IllegalStateException("a token for joining needs an identity");
        }
        Instant expiresAt = now.plus(lifetime);
        ObjectNode all = claims.deepCopy();
        all.put("iss", key.id());
        all.put("iat", now.getEpochSecond());
        all.put("nbf", now.getEpochSecond());
        all.put("exp", expiresAt.getEpochSecond());
        String signed = HEADER + "." + base64(all.toString().getBytes(UTF_8));
        return new SignedToken(signed + "." + base64(key.sign(signed.getBytes(US_ASCII))), expiresAt);
    }

    private AccessToken put(String claim, String value) {
        claims.put(claim, value);
        return this;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
