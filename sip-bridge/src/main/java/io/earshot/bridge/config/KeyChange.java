package io.earshot.bridge.config;

/**
 * One key whose value a reload changed. Immutable.
 *
 * @param key dotted key
 * @param from value before, as YAML would have it; {@code "***"} for a secret
 * @param to value wanted now, likewise
 * @param restart why the new value waits for a restart; empty: it is in force for new calls
 */
public record KeyChange(String key, String from, String to, String restart) {
    /** Whether the new value is in force for calls that begin now. */
    public boolean inForce() {
        return restart.isEmpty();
    }

    @Override
    public String toString() {
        String text = key + ": " + (from.equals(to) ? "changed" : from + " -> " + to);
        return inForce() ? text : text + " (waits for a restart: " + restart + ")";
    }
}
