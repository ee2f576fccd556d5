package io.earshot.tools.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.token.SipPermission;
import io.earshot.livekit.token.VideoGrant;
import io.earshot.livekit.token.VideoPermission;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** LiveKit's server API in JSON, by hand, so that what our own clients did is judged by another. Thread-safe: holds a client only. */
final class Twirp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI base;
    private final ApiKey key;

    Twirp(URI base, ApiKey key) {
        this.base = base;
        this.key = key;
    }

    /** Calls {@code livekit.SERVICE/METHOD}; {@code room} is the room that the token administers, or empty. Fails unless it answers 200. */
    JsonNode call(String service, String method, String room, Map<String, ?> body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/twirp/livekit." + service + "/" + method))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token(room))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(service + "/" + method + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** What is behind {@code path}, such as metrics. */
    static String get(String url) throws Exception {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private String token(String room) {
        VideoGrant grant = VideoGrant.of(
                VideoPermission.ROOM_LIST,
                VideoPermission.ROOM_CREATE,
                VideoPermission.ROOM_ADMIN,
                VideoPermission.ROOM_RECORD);
        AccessToken token = new AccessToken()
                .video(room.isEmpty() ? grant : grant.inRoom(room))
                .sip(SipPermission.values());
        return token.sign(key, Instant.now()).reveal();
    }
}
