package io.earshot.bridge.config;

/**
 * One thing that is wrong with the configuration. Immutable.
 *
 * @param where file and line ({@code earshot.yaml:12}), or {@code --set}
 * @param key dotted key, e.g. {@code media.ports}
 * @param problem what is wrong and what would be right; never holds a secret
 */
public record ConfigFault(String where, String key, String problem) {
    /** The line in its file; what is in no line comes last. */
    int line() {
        String number = where.substring(where.lastIndexOf(':') + 1);
        return number.matches("\\d{1,9}") ? Integer.parseInt(number) : Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
        return where + ": " + key + ": " + problem;
    }
}
