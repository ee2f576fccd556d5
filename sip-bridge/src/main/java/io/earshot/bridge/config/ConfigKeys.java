package io.earshot.bridge.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Goes over two configurations of one shape key by key. Thread-safe because it keeps nothing. */
final class ConfigKeys {
    private static final String NOWHERE = "";

    private ConfigKeys() {}

    /** A key with its values in two configurations, and why it waits for a restart (empty: it does not). */
    record Pair(
            String key, @Nullable Object before, @Nullable Object after, String restart) {
        boolean differs() {
            return !Objects.equals(before, after);
        }
    }

    /** Every key below two records. */
    static List<Pair> pairs(Record before, Record after) {
        List<Pair> pairs = new ArrayList<>();
        collect(before, after, "", Mark.NONE, pairs);
        return pairs;
    }

    /**
     * {@code wanted} with the values of {@code running} wherever a key waits for a restart.
     *
     * @throws IllegalArgumentException when the mixture is refused by a record
     */
    static <T extends Record> T mixed(T running, T wanted) {
        return mixed(running, wanted, Mark.NONE);
    }

    private static void collect(Record before, Record after, String path, Mark outer, List<Pair> pairs) {
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            String name = RecordBinder.snakeCase(component.getName());
            String key = path.isEmpty() ? name : path + "." + name;
            Mark mark = outer.below(name, component);
            Object from = RecordBinder.read(component, before);
            Object to = RecordBinder.read(component, after);
            if (isSection(component) && from instanceof Record a && to instanceof Record b) {
                collect(a, b, key, mark, pairs);
            } else {
                pairs.add(new Pair(key, from, to, mark.reason()));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Record> T mixed(T running, T wanted, Mark outer) {
        RecordComponent[] components = running.getClass().getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Mark mark = outer.below(RecordBinder.snakeCase(components[i].getName()), components[i]);
            Object from = RecordBinder.read(components[i], running);
            Object to = RecordBinder.read(components[i], wanted);
            boolean section = isSection(components[i]) && from instanceof Record && to instanceof Record;
            values[i] = section
                    ? mixed((Record) Objects.requireNonNull(from), (Record) Objects.requireNonNull(to), mark)
                    : mark.reason().isEmpty() ? to : from;
        }
        return (T) made(running.getClass(), components, values);
    }

    private static Object made(Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("constructor of " + type + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("configuration record " + type + " must be public", e);
        }
    }

    private static boolean isSection(RecordComponent component) {
        return ScalarValues.isSection(component.getType());
    }

    /** What the mark above says of the keys below. */
    private record Mark(String reason, List<String> except) {
        static final Mark NONE = new Mark(NOWHERE, List.of());

        Mark below(String name, RecordComponent component) {
            AtRestart own = component.getAnnotation(AtRestart.class);
            if (own != null) {
                return new Mark(own.value(), List.of(own.except()));
            }
            if (except.contains(name)) {
                return NONE;
            }
            String section = name + ".";
            return new Mark(
                    reason,
                    except.stream()
                            .filter(key -> key.startsWith(section))
                            .map(key -> key.substring(section.length()))
                            .toList());
        }
    }
}
