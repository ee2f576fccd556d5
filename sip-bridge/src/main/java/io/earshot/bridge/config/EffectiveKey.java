package io.earshot.bridge.config;

/**
 * One key of the effective configuration. Immutable; holds no secret.
 *
 * @param key dotted key
 * @param value its value as JSON would have it; a secret is {@code ***}, or empty where there is none
 * @param changed whether the value differs from the default
 * @param origin what gave it
 * @param where file and line, name of the environment variable, {@code --set}, or empty for a default
 * @param reference what stands there instead of the value ({@code ${file:/run/secrets/key}}), or empty
 */
public record EffectiveKey(String key, Object value, boolean changed, Origin origin, String where, String reference) {
    /** What gives a key its value, in rising precedence. */
    public enum Origin {
        /** Nothing was given. */
        DEFAULT,
        /** A variable that the ecosystem knows by its name. */
        ENVIRONMENT,
        /** The configuration file. */
        FILE,
        /** The command line. */
        SETTING
    }
}
