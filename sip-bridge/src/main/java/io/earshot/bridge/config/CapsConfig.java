package io.earshot.bridge.config;

/**
 * Bounds of what comes in by one trunk; 0: no bound. Immutable.
 *
 * @param calls calls at once
 * @param perSource calls at once from one address (IPv6: one network of 64 bits)
 * @param perCaller calls at once from one calling number; calls without a number are not counted
 * @param perSecond new calls in a second, as a mean; as many may come at once after a pause
 */
public record CapsConfig(int calls, int perSource, int perCaller, int perSecond) {
    public CapsConfig {
        if (calls < 0 || perSource < 0 || perCaller < 0 || perSecond < 0) {
            throw new IllegalArgumentException("caps must not be negative");
        }
    }

    /** No bounds. */
    public static CapsConfig none() {
        return new CapsConfig(0, 0, 0, 0);
    }
}
