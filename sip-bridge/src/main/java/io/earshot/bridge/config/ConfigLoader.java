package io.earshot.bridge.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads a configuration record from defaults, a YAML file and {@code key=value} settings, in rising precedence. */
public final class ConfigLoader {
    private final Map<String, String> environment;
    private final Collection<Path> referred;

    /**
     * A loader that resolves {@code ${env:…}} against an environment.
     *
     * @param environment variables by name
     */
    public ConfigLoader(Map<String, String> environment) {
        this(environment, new ArrayList<>());
    }

    /** The same; adds every file that a reference names to {@code referred}. */
    ConfigLoader(Map<String, String> environment, Collection<Path> referred) {
        this.environment = Map.copyOf(environment);
        this.referred = referred;
    }

    /**
     * Loads a configuration.
     *
     * @param defaults the value of every key that is not given
     * @param file YAML file, or null for none
     * @param settings {@code key=value} texts, keys dotted, values in YAML notation; they win over the file
     * @throws ConfigException with all faults found
     */
    public <T extends Record> T load(T defaults, @Nullable Path file, List<String> settings) throws ConfigException {
        List<ConfigFault> faults = new ArrayList<>();
        ConfigNode.Entries tree = given(file, settings, faults);
        References references = new References(environment, referred);
        ScalarValues scalars = new ScalarValues(references, faults);
        T config = new RecordBinder(faults, scalars).bind(defaults, tree, "");
        if (faults.isEmpty() && config instanceof Checked checked) {
            faults.addAll(checked.faults());
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(
                    faults.stream().map(references::withoutValues).toList());
        }
        return config;
    }

    /**
     * Loads a configuration, and tells of each key where its value came from.
     *
     * @param defaults the value of every key that is not given
     * @param bare the same in an empty environment
     * @throws ConfigException with all faults found
     */
    public <T extends Record> List<EffectiveKey> explain(T defaults, T bare, @Nullable Path file, List<String> settings)
            throws ConfigException {
        T config = load(defaults, file, settings);
        return new EffectiveKeys(given(file, settings, new ArrayList<>())).of(config, defaults, bare);
    }

    private static ConfigNode.Entries given(@Nullable Path file, List<String> settings, List<ConfigFault> faults) {
        ConfigNode.Entries tree = file == null ? ConfigNode.Entries.empty("(defaults)") : read(file, faults);
        for (int i = 0; i < settings.size(); i++) {
            apply(settings.get(i), i + 1, tree, faults);
        }
        return tree;
    }

    /** Every key that a configuration of this shape has, dotted. */
    public static List<String> keys(Record defaults) {
        return RecordBinder.keys(defaults);
    }

    private static ConfigNode.Entries read(Path file, List<ConfigFault> faults) {
        try {
            return new YamlReader(String.valueOf(file.getFileName()), faults).read(Files.readString(file));
        } catch (IOException e) {
            faults.add(new ConfigFault(file.toString(), "(file)", "cannot be read as UTF-8 text"));
            return ConfigNode.Entries.empty(file.toString());
        }
    }

    private static void apply(String setting, int number, ConfigNode.Entries tree, List<ConfigFault> faults) {
        int equals = setting.indexOf('=');
        if (equals <= 0) {
            // Not said back: it may be a secret whose key was forgotten.
            faults.add(new ConfigFault("--set", "(number " + number + ")", "must be key=value"));
            return;
        }
        String[] path = setting.substring(0, equals).strip().split("\\.", -1);
        ConfigNode.Entries parent = tree;
        for (int i = 0; i < path.length - 1; i++) {
            parent = parent.entries().get(path[i]) instanceof ConfigNode.Entries section
                    ? section
                    : newSection(parent, path[i]);
        }
        parent.entries().put(path[path.length - 1], value(setting.substring(equals + 1), faults));
    }

    private static ConfigNode.Entries newSection(ConfigNode.Entries parent, String key) {
        ConfigNode.Entries section = ConfigNode.Entries.empty("--set");
        parent.entries().put(key, section);
        return section;
    }

    private static ConfigNode value(String text, List<ConfigFault> faults) {
        String document = "value: " + (text.isEmpty() ? "''" : text);
        List<ConfigFault> syntax = new ArrayList<>();
        ConfigNode node =
                new YamlReader("--set", syntax).read(document).entries().get("value");
        // A text that is not YAML (a colon in a URL, say) is taken as it stands.
        boolean plain = !syntax.isEmpty() || node == null || node instanceof ConfigNode.Entries;
        return plain && !text.startsWith("{") ? new ConfigNode.Scalar("--set", text) : relocated(node, faults);
    }

    private static ConfigNode relocated(@Nullable ConfigNode node, List<ConfigFault> faults) {
        return switch (node) {
            case null -> {
                faults.add(new ConfigFault("--set", "(value)", "is not valid"));
                yield ConfigNode.Entries.empty("--set");
            }
            case ConfigNode.Scalar scalar -> new ConfigNode.Scalar("--set", scalar.text());
            case ConfigNode.Items items -> new ConfigNode.Items("--set", items.items());
            case ConfigNode.Entries entries -> new ConfigNode.Entries("--set", entries.entries());
        };
    }
}
