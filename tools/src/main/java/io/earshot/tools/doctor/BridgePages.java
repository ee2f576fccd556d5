package io.earshot.tools.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.config.HttpConfig;
import io.earshot.bridge.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The HTTP pages of a running bridge, as far as the doctor reads them. */
final class BridgePages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int TRIES = 20;
    private static final long PAUSE_MS = 50;

    private BridgePages() {}

    /** What the configured bridge tells of a call that is over; an empty object where it does not tell. */
    static JsonNode call(Patient patient, String callId) throws InterruptedException {
        HttpConfig http = patient.config().http();
        String token =
                http.tokens().admin().stream().findFirst().map(Secret::reveal).orElse("");
        try (HttpClient client = OwnCertificate.client(http.tls())) {
            return call(client, LocalAddress.of(http), token, callId);
        }
    }

    /** The same of the bridge at {@code page}, with its token or empty. */
    static JsonNode call(HttpClient client, URI page, String token, String callId) throws InterruptedException {
        String id = URLEncoder.encode(callId, StandardCharsets.UTF_8).replace("+", "%20");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(page.resolve("/v1/calls/" + id)).timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            JsonNode told = JSON.createObjectNode();
            for (int i = 0; i < TRIES && !told.path("endedMs").isNumber(); i++) {
                HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    return JSON.createObjectNode();
                }
                told = JSON.readTree(answer.body());
                Thread.sleep(PAUSE_MS);
            }
            return told;
        } catch (IOException notTold) {
            return JSON.createObjectNode();
        }
    }
}
