package io.earshot.bridge.config;

/**
 * A configuration took the place of another. Immutable.
 *
 * @param before what was in force
 * @param now what is in force for calls that begin now
 * @param report which keys changed
 */
public record ConfigChange(BridgeConfig before, BridgeConfig now, ReloadReport report) {
    /** Whether a key, or one below it, is in force with a new value. */
    public boolean touches(String key) {
        return report.live().stream()
                .map(KeyChange::key)
                .anyMatch(changed -> changed.equals(key) || changed.startsWith(key + "."));
    }
}
