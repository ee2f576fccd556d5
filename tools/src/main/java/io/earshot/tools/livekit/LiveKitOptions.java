package io.earshot.tools.livekit;

import io.earshot.livekit.api.ApiSettings;
import io.earshot.livekit.token.ApiKey;
import io.earshot.tools.console.JsonFlag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which LiveKit server, and how to write: the options that all these commands share. */
final class LiveKitOptions {
    @Option(names = "--url", paramLabel = "URL", description = "LiveKit server, wss://HOST. Default: LIVEKIT_URL.")
    private @Nullable String url;

    @Option(names = "--api-key", paramLabel = "KEY", description = "API key. Default: LIVEKIT_API_KEY.")
    private @Nullable String apiKey;

    @Option(
            names = "--api-secret",
            paramLabel = "SECRET",
            description = "Its secret; others on this machine can see it here. Default: LIVEKIT_API_SECRET.")
    private @Nullable String apiSecret;

    @Option(
            names = "--allow-plain",
            description = "Allow ws:// and http://, without TLS. Default: LIVEKIT_ALLOW_PLAIN.")
    private boolean allowPlain;

    @Mixin
    private JsonFlag json = new JsonFlag();

    /** Whether JSON is wanted. */
    boolean json() {
        return json.wanted();
    }

    /**
     * How to reach the server.
     *
     * @throws IllegalArgumentException when something is missing or unusable; all of it is named
     */
    ApiSettings settings() {
        List<String> missing = new ArrayList<>();
        String server = value(url, "LIVEKIT_URL", "--url", missing);
        String key = value(apiKey, "LIVEKIT_API_KEY", "--api-key", missing);
        String secret = value(apiSecret, "LIVEKIT_API_SECRET", "--api-secret", missing);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("no LiveKit server is configured: set " + String.join(", ", missing));
        }
        boolean plain = allowPlain || "true".equalsIgnoreCase(System.getenv("LIVEKIT_ALLOW_PLAIN"));
        return ApiSettings.of(server, ApiKey.of(key, secret), plain);
    }

    private static String value(@Nullable String given, String variable, String option, List<String> missing) {
        String value = given != null ? given : System.getenv(variable);
        if (value == null || value.isBlank()) {
            missing.add(variable + " (or " + option + ")");
            return "";
        }
        return value;
    }
}
