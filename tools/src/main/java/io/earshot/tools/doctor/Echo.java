package io.earshot.tools.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.bridge.webhook.EchoDesk;
import io.earshot.livekit.token.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What came back from a signed question posted to a webhook address. Immutable.
 *
 * @param status HTTP status, 0 without an answer
 * @param words what the answer said, shortened; empty where it is our own JSON
 * @param location where a redirect leads, or empty
 * @param passwordWanted whether the answer asks for a password, as a proxy's does
 * @param proven whether the answer proves that it comes from a holder of our key
 * @param heard whether LiveKit's news of the room in question had come there
 * @param refused requests that were refused there so far, for want of a good signature
 * @param tookNs how long it took
 * @param failure why there was no answer, or null
 */
record Echo(
        int status,
        String words,
        String location,
        boolean passwordWanted,
        boolean proven,
        boolean heard,
        long refused,
        long tookNs,
        @Nullable IOException failure) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int TOKEN_SECONDS = 60;
    private static final int MOST_WORDS = 120;

    /** Asks at {@code address}; {@code room} is the one whose news may have come, or empty. */
    static Echo ask(HttpClient client, URI address, ApiKey key, Instant now, String room) throws InterruptedException {
        String id = "EV_doctor"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        byte[] body = question(id, room);
        long beginNs = System.nanoTime();
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/webhook+json")
                    .header("Authorization", token(key, body, now))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return of(answer, EchoDesk.proof(key, id), System.nanoTime() - beginNs);
        } catch (IOException none) {
            return new Echo(0, "", "", false, false, false, 0, System.nanoTime() - beginNs, none);
        }
    }

    private static byte[] question(String id, String room) {
        ObjectNode question = JSON.createObjectNode();
        question.put("event", EchoDesk.EVENT).put("id", id);
        if (!room.isEmpty()) {
            question.putObject("room").put("name", room);
        }
        // A space after each comma, as LiveKit writes it: whoever rewrites JSON on the way is noticed.
        return question.toString().replace("\",\"", "\", \"").getBytes(UTF_8);
    }

    /** The bare token that LiveKit sends with its events. */
    private static String token(ApiKey key, byte[] body, Instant now) {
        ObjectNode claims = JSON.createObjectNode();
        long second = now.getEpochSecond();
        claims.put("iss", key.id()).put("nbf", second).put("exp", second + TOKEN_SECONDS);
        claims.put("sha256", Base64.getEncoder().encodeToString(sha256(body)));
        String signed = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + part(claims.toString());
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(key.sign(signed.getBytes(UTF_8)));
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static Echo of(HttpResponse<String> answer, String proof, long tookNs) {
        JsonNode told = json(answer.body());
        boolean proven =
                answer.statusCode() == 200 && told.path("proof").asText().equals(proof);
        String text = answer.body().strip();
        return new Echo(
                answer.statusCode(),
                proven ? "" : text.substring(0, Math.min(text.length(), MOST_WORDS)),
                answer.headers().firstValue("location").orElse(""),
                answer.headers().firstValue("www-authenticate").isPresent(),
                proven,
                proven && told.path("heard").asBoolean(),
                proven ? told.path("refused").asLong() : 0,
                tookNs,
                null);
    }

    private static JsonNode json(String body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read == null ? JSON.createObjectNode() : read;
        } catch (JsonProcessingException other) {
            return JSON.createObjectNode();
        }
    }

    /** Whether somebody answered at all. */
    boolean answered() {
        return status != 0;
    }
}
