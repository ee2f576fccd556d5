package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.ws.WebSocketLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Configurations for tests. */
final class Configs {
    private Configs() {}

    static DeepgramV1Config v1(URI url, boolean decidesTurns, StreamSettings stream) {
        return v1(url, decidesTurns, Duration.ofSeconds(4), stream);
    }

    static DeepgramV1Config v1(URI url, boolean decidesTurns, Duration keepAlive, StreamSettings stream) {
        return new DeepgramV1Config(
                url,
                "nova-3",
                "en-GB",
                decidesTurns,
                Duration.ofMillis(300),
                Duration.ofSeconds(1),
                true,
                true,
                true,
                false,
                false,
                false,
                true,
                false,
                List.of("Earshot", "Zoë & co"),
                List.of(),
                List.of(),
                List.of(),
                List.of("call-1"),
                true,
                "",
                Map.of(),
                Duration.ofSeconds(5),
                keepAlive,
                stream);
    }

    static DeepgramV1Config v1DecidingTurns() {
        return v1(URI.create("ws://localhost/v1/listen"), true, StreamSettings.defaults());
    }

    static DeepgramFluxConfig flux(URI url, StreamSettings stream) {
        DeepgramFluxConfig base = DeepgramFluxConfig.defaults();
        return new DeepgramFluxConfig(
                url,
                base.model(),
                0.8,
                0.4,
                Duration.ofSeconds(3),
                List.of("Earshot"),
                List.of(),
                false,
                false,
                "",
                List.of(),
                false,
                Map.of(),
                Duration.ofSeconds(5),
                stream);
    }

    static StreamSettings stream(Duration sendEvery) {
        return stream(sendEvery, Duration.ofSeconds(5));
    }

    static StreamSettings stream(Duration sendEvery, Duration openTimeout) {
        return new StreamSettings(
                sendEvery,
                Duration.ofMillis(80),
                Duration.ofSeconds(1),
                1,
                Duration.ofMillis(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                new WebSocketLimits(
                        openTimeout, openTimeout, Duration.ofSeconds(30), Duration.ofMillis(200), 65_536, 131_072));
    }
}
