package io.earshot.sip.tls;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** Handshakes by outcome. Thread-safe because every cell is a {@link LongAdder}. */
public final class TlsCounters {
    private final LongAdder[] accepted = cells();
    private final LongAdder[] opened = cells();
    private final LongAdder reloads = new LongAdder();
    private final LongAdder failedReloads = new LongAdder();

    private static LongAdder[] cells() {
        LongAdder[] cells = new LongAdder[TlsOutcome.values().length];
        Arrays.setAll(cells, _ -> new LongAdder());
        return cells;
    }

    /** One more handshake is over. */
    public void count(boolean incoming, TlsOutcome outcome) {
        (incoming ? accepted : opened)[outcome.ordinal()].increment();
    }

    void reloaded(boolean usable) {
        (usable ? reloads : failedReloads).increment();
    }

    /** Handshakes so far. */
    public long handshakes(boolean incoming, TlsOutcome outcome) {
        return (incoming ? accepted : opened)[outcome.ordinal()].sum();
    }

    /** Reloads of the files so far that took effect, or were refused because the files could not be used. */
    public long reloads(boolean usable) {
        return (usable ? reloads : failedReloads).sum();
    }
}
