package io.earshot.bridge.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds a configuration tree onto a record that has a default for every component: keys are the components' names in
 * snake_case, nested records are nested mappings. What is not given keeps its default; every fault is noted, none is
 * thrown. Confined to the loading thread.
 */
final class RecordBinder {
    private final List<ConfigFault> faults;
    private final ScalarValues scalars;

    RecordBinder(List<ConfigFault> faults, ScalarValues scalars) {
        this.faults = faults;
        this.scalars = scalars;
    }

    /** The record described by {@code node}, or {@code defaults} where the values given are refused. */
    <T extends Record> T bind(T defaults, ConfigNode.Entries node, String path) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        noteUnknownKeys(components, node, path);
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String key = snakeCase(component.getName());
            types[i] = component.getType();
            Object fallback = read(component, defaults);
            ConfigNode child = node.entries().get(key);
            values[i] = child == null ? fallback : value(component.getGenericType(), fallback, child, join(path, key));
        }
        return create(defaults, types, values, node, path);
    }

    /** Every key below a record, dotted: what {@code --set} can reach. */
    static List<String> keys(Record defaults) {
        List<String> keys = new ArrayList<>();
        collectKeys(defaults, "", keys);
        return keys;
    }

    private static void collectKeys(Record defaults, String path, List<String> keys) {
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            String key = join(path, snakeCase(component.getName()));
            if (read(component, defaults) instanceof Record nested && ScalarValues.isSection(component.getType())) {
                collectKeys(nested, key, keys);
            } else {
                keys.add(key);
            }
        }
    }

    private @Nullable Object value(Type type, @Nullable Object fallback, ConfigNode node, String path) {
        if (fallback instanceof Record nested && ScalarValues.isSection((Class<?>) type)) {
            return section(nested, node, path);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return list(generic.getActualTypeArguments()[0], fallback, node, path);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Set.class) {
            Object values = list(generic.getActualTypeArguments()[0], fallback, node, path);
            return values instanceof List<?> items ? Set.copyOf(items) : fallback;
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            Object value = value(generic.getActualTypeArguments()[0], "", node, path);
            return value == null || value.equals("") ? Optional.empty() : Optional.of(value);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return map(generic.getActualTypeArguments()[1], fallback, node, path);
        }
        if (fallback == null && type instanceof Class<?> item && item.isRecord()) {
            return item(item, node, path);
        }
        if (node instanceof ConfigNode.Scalar scalar) {
            return scalars.convert((Class<?>) type, fallback, scalar, path);
        }
        faults.add(new ConfigFault(node.where(), path, "must be a single value"));
        return fallback;
    }

    private Record section(Record nested, ConfigNode node, String path) {
        return switch (node) {
            case ConfigNode.Entries entries -> bind(nested, entries, path);
            case ConfigNode.Scalar scalar when scalar.text() == null -> nested;
            default -> {
                faults.add(new ConfigFault(node.where(), path, "must be a section with keys of its own"));
                yield nested;
            }
        };
    }

    /** An item of a list of records: without a {@code defaults()} of its type every key must be given. */
    private @Nullable Object item(Class<?> type, ConfigNode node, String path) {
        if (!(node instanceof ConfigNode.Entries entries)) {
            faults.add(new ConfigFault(node.where(), path, "must be a mapping with keys of its own"));
            return null;
        }
        Record defaults = itemDefaults(type);
        if (defaults != null) {
            return bind(defaults, entries, path);
        }
        RecordComponent[] components = type.getRecordComponents();
        noteUnknownKeys(components, entries, path);
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            String key = snakeCase(components[i].getName());
            types[i] = components[i].getType();
            ConfigNode child = entries.entries().get(key);
            if (child == null) {
                faults.add(new ConfigFault(node.where(), join(path, key), "must be given"));
            }
            values[i] = child == null ? null : value(components[i].getGenericType(), null, child, join(path, key));
            complete &= values[i] != null;
        }
        return complete ? construct(type, types, values, node, path) : null;
    }

    /** What an item of a list may leave out; null where it must give every key. */
    static @Nullable Record itemDefaults(Class<?> type) {
        try {
            return (Record) type.getMethod("defaults").invoke(null);
        } catch (NoSuchMethodException none) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("defaults() of " + type + " failed", e);
        }
    }

    private @Nullable Object list(Type itemType, @Nullable Object fallback, ConfigNode node, String path) {
        List<ConfigNode> items = switch (node) {
            case ConfigNode.Items sequence -> sequence.items();
            case ConfigNode.Scalar scalar when scalar.text() == null -> List.of();
            case ConfigNode.Scalar scalar -> List.of(scalar);
            case ConfigNode.Entries _ -> {
                faults.add(new ConfigFault(node.where(), path, "must be a list, as in [a, b]"));
                yield List.of();
            }
        };
        List<Object> values = new ArrayList<>();
        for (ConfigNode item : items) {
            Object value = value(itemType, null, item, path + "[" + values.size() + "]");
            if (value == null) {
                return fallback;
            }
            values.add(value);
        }
        return List.copyOf(values);
    }

    private @Nullable Object map(Type type, @Nullable Object fallback, ConfigNode node, String path) {
        if (!(node instanceof ConfigNode.Entries entries)) {
            faults.add(new ConfigFault(node.where(), path, "must be a mapping of words to values"));
            return fallback;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        entries.entries().forEach((key, child) -> {
            Object value = value(type, null, child, join(path, key));
            if (value != null) {
                values.put(key, value);
            }
        });
        return Map.copyOf(values);
    }

    private void noteUnknownKeys(RecordComponent[] components, ConfigNode.Entries node, String path) {
        List<String> known = new ArrayList<>();
        for (RecordComponent component : components) {
            known.add(snakeCase(component.getName()));
        }
        node.entries().forEach((key, child) -> {
            if (!known.contains(key)) {
                String hint = "unknown key; " + NearestWord.hint(key, known);
                faults.add(new ConfigFault(child.where(), join(path, key), hint));
            }
        });
    }

    @SuppressWarnings("unchecked")
    private <T extends Record> T create(
            T defaults, Class<?>[] types, @Nullable Object[] values, ConfigNode.Entries node, String path) {
        Object created = construct(defaults.getClass(), types, values, node, path);
        return created == null ? defaults : (T) created;
    }

    /** The record, or null with a fault noted when its constructor refuses the values. */
    private @Nullable Object construct(
            Class<?> type, Class<?>[] types, @Nullable Object[] values, ConfigNode node, String path) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                faults.add(new ConfigFault(node.where(), path, String.valueOf(refused.getMessage())));
                return null;
            }
            throw new IllegalStateException("constructor of " + type + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("configuration record " + type + " must be public", e);
        }
    }

    /** A component's value. */
    static @Nullable Object read(RecordComponent component, Record from) {
        try {
            return component.getAccessor().invoke(from);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("configuration record " + from.getClass() + " must be public", e);
        }
    }

    static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
