package io.earshot.tools.serve;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;

/**
 * Netty's leak detector while bridges run: tracking every buffer takes longer than a packet lasts, and time is measured
 * here, so a sample of them must do. Thread-safe because its methods lock.
 */
final class LeakTracking {
    private static Level usual = Level.SIMPLE;
    private static int bridges;

    private LeakTracking() {}

    /** One more bridge runs. */
    static synchronized void lower() {
        if (bridges++ == 0) {
            usual = ResourceLeakDetector.getLevel();
            ResourceLeakDetector.setLevel(Level.SIMPLE);
        }
    }

    /** A bridge was closed; after the last one, buffers are tracked as before. */
    static synchronized void restore() {
        if (--bridges == 0) {
            ResourceLeakDetector.setLevel(usual);
        }
    }
}
