package io.earshot.bridge.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a bridge's configuration comes from, so that it can be read again: environment and settings as they were at the
 * start, files as they are now. Thread-safe: loading is synchronized, the set of files is replaced as a whole.
 */
public final class ConfigSource {
    private final Map<String, String> environment;
    private final @Nullable Path file;
    private final List<String> settings;
    private final @Nullable BridgeConfig fixed;
    private volatile Set<Path> files = Set.of();
    private boolean filled;

    /**
     * A source that was not read yet.
     *
     * @param environment variables by name
     * @param file YAML file, or null for none
     * @param settings {@code key=value} texts that win over the file
     */
    public ConfigSource(Map<String, String> environment, @Nullable Path file, List<String> settings) {
        this.environment = Map.copyOf(environment);
        this.file = file;
        this.settings = List.copyOf(settings);
        this.fixed = null;
    }

    private ConfigSource(BridgeConfig fixed) {
        this.environment = Map.of();
        this.file = null;
        this.settings = List.of();
        this.fixed = fixed;
    }

    /** A source that always gives the same. */
    public static ConfigSource of(BridgeConfig config) {
        return new ConfigSource(config);
    }

    /**
     * Reads everything again. A file that said something before and is empty now is being written, or was lost: that is a fault, not a
     * wish for the defaults.
     *
     * @throws ConfigException with all faults found
     */
    public synchronized BridgeConfig load() throws ConfigException {
        if (fixed != null) {
            return fixed;
        }
        Set<Path> read = new LinkedHashSet<>();
        if (file != null) {
            refuseEmptied(file);
        }
        try {
            return new ConfigLoader(environment, read).load(BridgeConfig.defaults(environment), file, settings);
        } finally {
            files = read(read);
        }
    }

    /** The YAML file and every file that a reference named when it was last read, readable or not. */
    public Collection<Path> files() {
        return files;
    }

    private void refuseEmptied(Path yaml) throws ConfigException {
        boolean empty = isEmpty(yaml);
        if (empty && filled) {
            throw new ConfigException(List.of(new ConfigFault(
                    String.valueOf(yaml.getFileName()), "(file)", "is empty, which it was not before")));
        }
        filled = !empty;
    }

    private static boolean isEmpty(Path file) {
        try {
            return Files.size(file) == 0;
        } catch (IOException _) {
            return false; // The loader says what is wrong with it.
        }
    }

    private Set<Path> read(Set<Path> references) {
        Set<Path> all = new LinkedHashSet<>();
        if (file != null) {
            all.add(file);
        }
        all.addAll(references);
        return all;
    }
}
