package io.earshot.tools.doctor;

import java.util.Locale;

/** How a check went, from good to bad. */
enum Status {
    /** It works. */
    OK,
    /** It was not looked at; the verdict says why. */
    SKIPPED,
    /** It works, but something should be looked at. */
    WARNING,
    /** Calls fail, or would. */
    FAULT;

    /** The word that is printed. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean worseThan(Status other) {
        return compareTo(other) > 0;
    }
}
