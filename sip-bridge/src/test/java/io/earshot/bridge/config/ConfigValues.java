package io.earshot.bridge.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a configuration by dotted keys, for tests. */
public final class ConfigValues {
    private ConfigValues() {}

    /** Why a key waits for a restart; empty when it is live. */
    public static String restartReason(Record config, String key) {
        return ConfigKeys.pairs(config, config).stream()
                .filter(pair -> pair.key().equals(key))
                .findFirst()
                .orElseThrow()
                .restart();
    }

    /** The value of a key below a record. */
    public static @Nullable Object of(Record config, String key) {
        int dot = key.indexOf('.');
        String first = dot < 0 ? key : key.substring(0, dot);
        RecordComponent component = Arrays.stream(config.getClass().getRecordComponents())
                .filter(each -> RecordBinder.snakeCase(each.getName()).equals(first))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + first + " in " + config.getClass()));
        Object value = RecordBinder.read(component, config);
        return dot < 0 || value == null ? value : of((Record) value, key.substring(dot + 1));
    }
}
