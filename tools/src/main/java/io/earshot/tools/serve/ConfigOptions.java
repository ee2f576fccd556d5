package io.earshot.tools.serve;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.config.EffectiveKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command takes the bridge's configuration from. Confined to the command. */
public final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "YAML file; earshot.yaml here if there is one.")
    private @Nullable Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets any configuration key; may be repeated.")
    private List<String> settings = new ArrayList<>();

    /** Made by the command line. */
    public ConfigOptions() {}

    /** The file that is read: the one named, else {@code earshot.yaml} in the working directory, else null. */
    public @Nullable Path file() {
        Path usual = Path.of("earshot.yaml");
        return file == null && Files.isRegularFile(usual) ? usual : file;
    }

    /** The file that was named, or null. */
    @Nullable
    Path namedFile() {
        return file;
    }

    /** What {@code --set} was given. */
    List<String> settings() {
        return settings;
    }

    /**
     * Loads the configuration as {@code serve} would.
     *
     * @throws ConfigException with all faults found
     */
    public BridgeConfig load(Map<String, String> environment) throws ConfigException {
        return new ConfigLoader(environment).load(BridgeConfig.defaults(environment), file(), settings);
    }

    /**
     * The same, told of each key with where its value came from.
     *
     * @throws ConfigException with all faults found
     */
    public List<EffectiveKey> explain(Map<String, String> environment) throws ConfigException {
        return new ConfigLoader(environment)
                .explain(BridgeConfig.defaults(environment), BridgeConfig.defaults(Map.of()), file(), settings);
    }
}
