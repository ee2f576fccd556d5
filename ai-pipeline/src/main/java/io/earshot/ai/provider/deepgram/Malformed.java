package io.earshot.ai.provider.deepgram;

import io.earshot.ai.provider.ProviderCounters;
import io.earshot.ai.provider.ProviderCounters.Event;

/** Counts messages that are not understood, and says when there are too many in a row. Confined to the call's loop. */
final class Malformed {
    private static final int TOO_MANY = 10;

    private final ProviderCounters counters;
    private int inARow;

    Malformed(ProviderCounters counters) {
        this.counters = counters;
    }

    void onGood() {
        inARow = 0;
    }

    /** True when the connection talks garbage and should be given up. */
    boolean onBad() {
        counters.count(Event.MALFORMED_MESSAGE);
        inARow++;
        return inARow == TOO_MANY;
    }
}
