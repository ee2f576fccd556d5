package io.earshot.bridge.guard;

import io.earshot.bridge.config.BanConfig;
import io.earshot.sip.transport.SourceGuard.Fault;
import java.util.Locale;

/** What makes a source a nuisance. */
enum Misdeed {
    MALFORMED,
    UNSERVED,
    STRAY,
    FLOODED,
    FAILED_DIGEST,
    REFUSED,
    NUMBERS,
    USER_AGENT;

    /** The word for metrics, logs and answers. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many of them ban; 0: none does. */
    int limit(BanConfig config) {
        return switch (this) {
            case MALFORMED -> config.malformed();
            case UNSERVED -> config.unserved();
            case STRAY -> config.stray();
            case FLOODED -> config.flooded();
            case FAILED_DIGEST -> config.failedDigests();
            case REFUSED -> config.refused();
            case NUMBERS -> config.numbers();
            case USER_AGENT -> 1;
        };
    }

    static Misdeed of(Fault fault) {
        return switch (fault) {
            case MALFORMED -> MALFORMED;
            case UNSERVED -> UNSERVED;
            case STRAY -> STRAY;
            case FLOODED -> FLOODED;
        };
    }
}
