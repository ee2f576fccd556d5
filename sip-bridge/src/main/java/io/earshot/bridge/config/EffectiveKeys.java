package io.earshot.bridge.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells of each key what is in force and where it came from. Confined to one thread. */
final class EffectiveKeys {
    private static final String SETTING = "--set";
    private static final Pattern REFERENCES = Pattern.compile("\\$\\{(?:env|file):[^}]*}");

    private final ConfigNode.Entries given;
    private final DocumentedKeys documented = DocumentedKeys.packed();

    EffectiveKeys(ConfigNode.Entries given) {
        this.given = given;
    }

    /**
     * Every key.
     *
     * @param config what is in force
     * @param defaults what it would be without file and settings
     * @param bare what it would be in an empty environment besides
     */
    List<EffectiveKey> of(Record config, Record defaults, Record bare) {
        List<ConfigKeys.Pair> environment = ConfigKeys.pairs(bare, defaults);
        List<ConfigKeys.Pair> changes = ConfigKeys.pairs(bare, config);
        List<EffectiveKey> keys = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            keys.add(key(changes.get(i), environment.get(i).differs()));
        }
        return keys;
    }

    private EffectiveKey key(ConfigKeys.Pair change, boolean fromEnvironment) {
        Object value = ConfigText.branch(change.after());
        ConfigNode node = node(change.key());
        boolean changed = !Objects.equals(change.before(), change.after());
        if (node == null) {
            return fromEnvironment
                    ? new EffectiveKey(
                            change.key(), value, changed, EffectiveKey.Origin.ENVIRONMENT, variable(change.key()), "")
                    : new EffectiveKey(change.key(), value, changed, EffectiveKey.Origin.DEFAULT, "", "");
        }
        EffectiveKey.Origin origin =
                node.where().equals(SETTING) ? EffectiveKey.Origin.SETTING : EffectiveKey.Origin.FILE;
        return new EffectiveKey(change.key(), value, changed, origin, node.where(), references(node));
    }

    private @Nullable ConfigNode node(String key) {
        ConfigNode node = given;
        for (String part : key.split("\\.")) {
            if (!(node instanceof ConfigNode.Entries section)) {
                return null;
            }
            node = section.entries().get(part);
        }
        return node;
    }

    private String variable(String key) {
        Matcher named = REFERENCES.matcher(documented.value(key));
        return named.find() ? named.group().replaceAll("^\\$\\{env:|:-.*$|}$", "") : "";
    }

    /** References alone, never what stands beside them: that may be a secret's part. */
    private static String references(ConfigNode node) {
        return switch (node) {
            case ConfigNode.Scalar scalar
            when scalar.text() != null ->
                String.join(
                        ", ",
                        REFERENCES
                                .matcher(scalar.text())
                                .results()
                                .map(found -> withoutDefault(found.group()))
                                .toList());
            case ConfigNode.Scalar _ -> "";
            case ConfigNode.Items items -> joined(items.items());
            case ConfigNode.Entries entries -> joined(entries.entries().values());
        };
    }

    private static String joined(Iterable<ConfigNode> nodes) {
        List<String> found = new ArrayList<>();
        nodes.forEach(node -> found.add(references(node)));
        return String.join(", ", found.stream().filter(each -> !each.isEmpty()).toList());
    }

    private static String withoutDefault(String reference) {
        return reference.replaceFirst(":-[^}]*", "");
    }
}
