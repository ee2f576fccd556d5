package io.earshot.tools.doctor;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigFault;
import io.earshot.bridge.config.LiveKitConfig;
import io.earshot.livekit.api.ApiSettings;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.livekit.token.ApiKey;
import io.earshot.tools.serve.ConfigOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is examined: a configuration, if it can be used, and what it leads to. Confined to the command's thread.
 */
final class Patient implements AutoCloseable {
    private static final Duration ATTEMPT = Duration.ofSeconds(4);
    private static final Duration IN_ALL = Duration.ofSeconds(6);

    private final String source;
    private final @Nullable BridgeConfig config;
    private final List<String> faults;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final boolean live;
    private final Set<String> working = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private @Nullable LiveKitApi api;

    private Patient(
            String source,
            @Nullable BridgeConfig config,
            List<String> faults,
            Map<String, String> environment,
            InstantSource clock,
            boolean live) {
        this.source = source;
        this.config = config;
        this.faults = List.copyOf(faults);
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.live = live;
    }

    /** With the configuration that {@code serve} would read. */
    static Patient load(ConfigOptions options, Map<String, String> environment, InstantSource clock, boolean live) {
        Path file = options.file();
        String source = file == null ? "the defaults (no earshot.yaml here)" : file.toString();
        try {
            return new Patient(source, options.load(environment), List.of(), environment, clock, live);
        } catch (ConfigException wrong) {
            List<String> all =
                    wrong.faults().stream().map(ConfigFault::toString).toList();
            return new Patient(source, null, all, environment, clock, live);
        } catch (IllegalArgumentException wrong) {
            String one = "environment: " + wrong.getMessage();
            return new Patient(source, null, List.of(one), environment, clock, live);
        }
    }

    /** With this configuration. */
    static Patient of(BridgeConfig config, Map<String, String> environment, InstantSource clock, boolean live) {
        return new Patient("given", config, List.of(), environment, clock, live);
    }

    /** Where the configuration is from. */
    String source() {
        return source;
    }

    /** What is wrong with the configuration. */
    List<String> faults() {
        return faults;
    }

    /** The configuration; to be asked for by checks that come after it was found usable. */
    BridgeConfig config() {
        if (config == null) {
            throw new IllegalStateException("the configuration cannot be used");
        }
        return config;
    }

    /** Whether the configuration can be used. */
    boolean configured() {
        return config != null;
    }

    LiveKitConfig livekit() {
        return config().livekit();
    }

    Map<String, String> environment() {
        return environment;
    }

    InstantSource clock() {
        return clock;
    }

    /** Notes that a check found nothing that keeps others from their work. */
    void noteWorking(String check) {
        working.add(check);
    }

    /** Notes that a check found a fault. */
    void noteFailed(String check) {
        failed.add(check);
    }

    /** Whether an earlier check found a fault. */
    boolean failed(String check) {
        return failed.contains(check);
    }

    /** Whether an earlier check was made and found no fault. */
    boolean worked(String check) {
        return working.contains(check);
    }

    /** Whether vendors may be asked. */
    boolean live() {
        return live;
    }

    /** The key that signs our tokens. */
    ApiKey key() {
        return ApiKey.of(livekit().apiKey(), livekit().apiSecret().reveal());
    }

    /** Every key that LiveKit may sign its events with: ours, and older ones. */
    List<ApiKey> trustedKeys() {
        List<ApiKey> keys = new ArrayList<>(List.of(key()));
        livekit().olderKeys().forEach(each -> {
            String[] parts = each.reveal().split(":", 2);
            keys.add(ApiKey.of(parts[0], parts[1]));
        });
        return keys;
    }

    /** The server's API; opens no connection by itself. */
    LiveKitApi api() {
        LiveKitApi opened = api;
        if (opened == null) {
            ApiSettings settings =
                    ApiSettings.of(livekit().url(), key(), livekit().allowPlain());
            opened = LiveKitApi.connect(settings.within(ATTEMPT, IN_ALL), clock);
            api = opened;
        }
        return opened;
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
        }
    }
}
