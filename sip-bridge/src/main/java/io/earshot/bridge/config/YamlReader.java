package io.earshot.bridge.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML 1.2 into {@link ConfigNode}s that remember their line. Confined to the loading thread. */
final class YamlReader {
    private final String fileName;
    private final List<ConfigFault> faults;

    YamlReader(String fileName, List<ConfigFault> faults) {
        this.fileName = fileName;
        this.faults = faults;
    }

    /** The document's mapping; empty (with a fault noted) when the text is not a YAML mapping. */
    ConfigNode.Entries read(String text) {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(fileName)
                    .setCodePointLimit(1 << 20)
                    .setMaxAliasesForCollections(0)
                    .build();
            Node root = new Compose(settings).composeString(text).orElse(null);
            if (root == null) {
                return ConfigNode.Entries.empty(fileName);
            }
            if (convert(root, "") instanceof ConfigNode.Entries entries) {
                return entries;
            }
            faults.add(
                    new ConfigFault(where(root.getStartMark()), "(document)", "must be a mapping of keys to values"));
        } catch (MarkedYamlEngineException e) {
            faults.add(new ConfigFault(where(e.getProblemMark()), "(syntax)", e.getProblem()));
        } catch (YamlEngineException e) {
            faults.add(new ConfigFault(fileName, "(syntax)", "not valid YAML"));
        }
        return ConfigNode.Entries.empty(fileName);
    }

    private ConfigNode convert(Node node, String path) {
        String where = where(node.getStartMark());
        return switch (node) {
            case ScalarNode scalar ->
                new ConfigNode.Scalar(where, scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue());
            case SequenceNode sequence -> {
                List<ConfigNode> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(convert(item, path + "[" + items.size() + "]"));
                }
                yield new ConfigNode.Items(where, items);
            }
            case MappingNode mapping -> new ConfigNode.Entries(where, entries(mapping, path));
            default -> throw new IllegalStateException("unexpected YAML node " + node.getNodeType());
        };
    }

    private Map<String, ConfigNode> entries(MappingNode mapping, String path) {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String where = where(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.add(new ConfigFault(where, path, "a key must be a word"));
                continue;
            }
            String child = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (entries.put(key.getValue(), convert(tuple.getValueNode(), child)) != null) {
                faults.add(new ConfigFault(where, child, "is given twice"));
            }
        }
        return entries;
    }

    private String where(Optional<Mark> mark) {
        return mark.map(at -> fileName + ":" + (at.getLine() + 1)).orElse(fileName);
    }
}
