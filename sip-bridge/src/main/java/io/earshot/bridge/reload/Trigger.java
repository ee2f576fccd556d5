package io.earshot.bridge.reload;

import java.util.Locale;

/** What made the bridge read its configuration again. */
public enum Trigger {
    /** SIGHUP. */
    SIGNAL,
    /** One of its files changed. */
    FILE,
    /** An administrator asked by HTTP. */
    REQUEST;

    /** Name in answers and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
