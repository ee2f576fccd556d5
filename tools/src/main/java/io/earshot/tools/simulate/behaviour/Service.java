package io.earshot.tools.simulate.behaviour;

import java.util.Locale;

/** The simulated vendors. */
public enum Service {
    DEEPGRAM,
    GROQ,
    CARTESIA;

    /** The name used in options and in JSON: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The service of a label; throws IllegalArgumentException naming the choices when there is none. */
    public static Service of(String label) {
        for (Service service : values()) {
            if (service.label().equals(label)) {
                return service;
            }
        }
        throw new IllegalArgumentException("no such service (deepgram, groq, cartesia): " + label);
    }
}
