package io.earshot.ai.agent;

/** Checks of configured values. Stateless. */
final class Limits {
    private Limits() {}

    static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ": " + value);
        }
    }
}
