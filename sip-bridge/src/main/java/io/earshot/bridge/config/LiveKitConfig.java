package io.earshot.bridge.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * LiveKit: where it is, with which keys, and what the bridge does in its rooms. Without a url there is no LiveKit and the bridge
 * answers calls by itself. Immutable.
 *
 * @param url address of the LiveKit server, {@code wss://} or {@code https://}; empty: no LiveKit
 * @param apiKey name of the API key that signs our tokens
 * @param apiSecret its secret
 * @param olderKeys further keys accepted on webhooks while a key is being changed, each {@code name:secret}
 * @param allowPlain whether {@code ws://} and {@code http://} are allowed
 * @param timeouts how long to wait for the server
 * @param webhook what LiveKit tells us by HTTP
 * @param worker registration for LiveKit's agent dispatch
 * @param room the agent as a participant of rooms
 */
public record LiveKitConfig(
        @AtRestart("rooms and requests of running calls are there")
        String url,

        String apiKey,
        Secret apiSecret,
        List<Secret> olderKeys,
        @AtRestart("it belongs to the url") boolean allowPlain,
        @AtRestart("the client is made once") LiveKitTimeouts timeouts,
        @AtRestart("the endpoint is opened once") WebhookConfig webhook,
        @AtRestart("the worker registers once") WorkerConfig worker,
        RoomModeConfig room) {
    private static final String WHERE = "(environment, file and settings together)";
    private static final Set<String> PLAIN = Set.of("ws", "http");
    private static final Set<String> SECURE = Set.of("wss", "https");

    /**
     * Checks what can be checked for itself.
     *
     * @throws IllegalArgumentException when an older key cannot be used; the message holds no secret
     */
    public LiveKitConfig {
        olderKeys = List.copyOf(olderKeys);
        for (Secret key : olderKeys) {
            int colon = key.reveal().indexOf(':');
            if (colon <= 0 || colon == key.reveal().length() - 1) {
                throw new IllegalArgumentException("each of older_keys must be name:secret");
            }
        }
    }

    /** What keeps these settings from being used together; each holds no secret. Checked when everything is loaded. */
    List<ConfigFault> faults() {
        List<ConfigFault> faults = new ArrayList<>();
        if (url.isEmpty()) {
            if (room.start() != RoomModeConfig.Start.OFF) {
                faults.add(new ConfigFault(WHERE, "livekit.room.start", "needs livekit.url"));
            }
            return faults;
        }
        addressFault().ifPresent(fault -> faults.add(new ConfigFault(WHERE, "livekit.url", fault)));
        if (apiKey.isBlank() || !apiSecret.isPresent()) {
            faults.add(new ConfigFault(
                    WHERE, "livekit.api_key", "must be given, with livekit.api_secret, where there is a url"));
        }
        return faults;
    }

    private Optional<String> addressFault() {
        URI address;
        try {
            address = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("is no address");
        }
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (address.getHost() == null || !(PLAIN.contains(scheme) || SECURE.contains(scheme))) {
            return Optional.of("must be wss://host or https://host");
        }
        return PLAIN.contains(scheme) && !allowPlain
                ? Optional.of(
                        "is not encrypted: use wss:// or https://, or set livekit.allow_plain (LIVEKIT_ALLOW_PLAIN=true)")
                : Optional.empty();
    }

    /** What an environment holds, by the variables that every LiveKit tool reads. */
    public static LiveKitConfig from(Map<String, String> environment) {
        return new LiveKitConfig(
                environment.getOrDefault("LIVEKIT_URL", ""),
                environment.getOrDefault("LIVEKIT_API_KEY", ""),
                new Secret(environment.getOrDefault("LIVEKIT_API_SECRET", "")),
                List.of(),
                Boolean.parseBoolean(environment.getOrDefault("LIVEKIT_ALLOW_PLAIN", "false")),
                LiveKitTimeouts.defaults(),
                WebhookConfig.defaults(),
                WorkerConfig.defaults(),
                RoomModeConfig.defaults());
    }

    /** Whether there is a LiveKit server. */
    public boolean configured() {
        return !url.isEmpty();
    }
}
