package io.earshot.bridge.call;

import java.util.Locale;

/** Who called whom. */
public enum CallDirection {
    /** Somebody called the bridge. */
    INBOUND,
    /** The bridge called somebody. */
    OUTBOUND;

    /** The word for records. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
