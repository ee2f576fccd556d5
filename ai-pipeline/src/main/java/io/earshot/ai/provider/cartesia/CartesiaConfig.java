package io.earshot.ai.provider.cartesia;

import io.earshot.ai.provider.ws.WebSocketLimits;
import java.net.URI;
import java.time.Duration;

/**
 * Cartesia's WebSocket. Empty texts and zeros mean the vendor's default. Immutable.
 *
 * @param url address of the socket
 * @param version date of the API, YYYY-MM-DD
 * @param model for example sonic-3, sonic-3.5, sonic-latest
 * @param voice id of the voice
 * @param language of the text
 * @param speed 0.6 to 2 (sonic-3 and later)
 * @param volume 0.5 to 2 (sonic-3 and later)
 * @param emotion one word (sonic-3 and later)
 * @param pronunciationDictId id of a pronunciation dictionary
 * @param maxBufferDelay how long the vendor may gather text, up to 5 s; 0 because whole sentences are sent
 * @param timestamps whether the times of words are asked for
 * @param contextsPerSocket utterances at once on one socket before another is opened
 * @param socketsPerLoop sockets at most for each loop; beyond it they are shared
 * @param idle after which an unused socket is closed (the vendor closes after 5 minutes)
 * @param firstAudio longest wait from text to its first audio, connecting included
 * @param betweenAudio longest wait for further audio of a finished utterance
 * @param attempts tries of an utterance that gave no audio yet, 1 to 3
 * @param socket bounds of a connection
 */
public record CartesiaConfig(
        URI url,
        String version,
        String model,
        String voice,
        String language,
        double speed,
        double volume,
        String emotion,
        String pronunciationDictId,
        Duration maxBufferDelay,
        boolean timestamps,
        int contextsPerSocket,
        int socketsPerLoop,
        Duration idle,
        Duration firstAudio,
        Duration betweenAudio,
        int attempts,
        WebSocketLimits socket) {
    public CartesiaConfig {
        require(!version.isBlank(), "version must be given");
        require(!model.isBlank(), "model must be given");
        require(!voice.isBlank(), "voice must be given");
        require(speed == 0 || (speed >= 0.6 && speed <= 2), "speed must be 0.6 to 2");
        require(volume == 0 || (volume >= 0.5 && volume <= 2), "volume must be 0.5 to 2");
        require(!maxBufferDelay.isNegative() && maxBufferDelay.toMillis() <= 5_000, "max_buffer_delay must be 0 to 5s");
        require(contextsPerSocket >= 1 && contextsPerSocket <= 1_000, "contexts_per_socket must be 1 to 1000");
        require(socketsPerLoop >= 1 && socketsPerLoop <= 1_000, "sockets_per_loop must be 1 to 1000");
        require(idle.toMillis() >= 1 && idle.toMillis() < 300_000, "idle must be shorter than 5m");
        require(firstAudio.toMillis() >= 1 && betweenAudio.toMillis() >= 1, "timeouts must be longer than 0");
        require(attempts >= 1 && attempts <= 3, "attempts must be 1 to 3");
    }

    /** sonic-3 in English with word times; 8 utterances a socket, 8 sockets a loop; 3 s to first and next audio. */
    public static CartesiaConfig defaults() {
        return new CartesiaConfig(
                URI.create("wss://api.cartesia.ai/tts/websocket"),
                "2026-03-01",
                "sonic-3",
                "f786b574-daa5-4673-aa0c-cbe3e8534c02",
                "en",
                0,
                0,
                "",
                "",
                Duration.ZERO,
                true,
                8,
                8,
                Duration.ofSeconds(270),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                2,
                WebSocketLimits.defaults());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
