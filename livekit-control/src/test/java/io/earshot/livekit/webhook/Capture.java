package io.earshot.livekit.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.livekit.token.ApiKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** A webhook as livekit-server 1.13.5 sent it to a development machine, whose key is no secret. */
record Capture(String name, String authorization, byte[] body, Instant receivedAt, ApiKey key) {

    static final List<String> NAMES = List.of(
            "01-room_started",
            "02-participant_joined",
            "03-track_published",
            "04-participant_joined",
            "05-track_published",
            "06-track_unpublished",
            "07-participant_left",
            "08-track_unpublished",
            "09-participant_left",
            "10-room_finished");

    static List<Capture> all() {
        return NAMES.stream().map(Capture::read).toList();
    }

    static Capture read(String name) {
        try (InputStream in = Capture.class.getResourceAsStream("/captures/" + name + ".json")) {
            JsonNode json = new ObjectMapper().readTree(in);
            return new Capture(
                    name,
                    json.path("headers").path("Authorization").get(0).asText(),
                    json.path("bodyRaw").asText().getBytes(UTF_8),
                    Instant.parse(json.path("receivedAt").asText()),
                    ApiKey.of(
                            json.path("apiKey").asText(), json.path("apiSecret").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
