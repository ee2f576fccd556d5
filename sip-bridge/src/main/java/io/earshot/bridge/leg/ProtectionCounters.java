package io.earshot.bridge.leg;

import io.earshot.media.sdp.Protection;
import io.earshot.media.session.SessionProtection;
import java.util.concurrent.atomic.LongAdder;

/** How calls of the trunk were protected. Thread-safe because of {@link LongAdder}. */
public final class ProtectionCounters {
    private final LongAdder plain = new LongAdder();
    private final LongAdder sdes = new LongAdder();
    private final LongAdder dtls = new LongAdder();
    private final LongAdder keysInTheOpen = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failedHandshakes = new LongAdder();

    /** A call has agreed on its media. */
    void agreed(Protection protection, boolean sipIsEncrypted) {
        switch (protection) {
            case Protection.None _ -> plain.increment();
            case Protection.Dtls _ -> dtls.increment();
            case Protection.Sdes _ -> {
                sdes.increment();
                if (!sipIsEncrypted) {
                    keysInTheOpen.increment();
                }
            }
        }
    }

    /** An offer was refused because of its encryption, or the lack of it. */
    void refused() {
        refused.increment();
    }

    /** A call is over. */
    void ended(SessionProtection last) {
        failedHandshakes.add(last.failedHandshakes());
    }

    /** Calls that agreed on this. */
    public long calls(SessionProtection.Kind kind) {
        return switch (kind) {
            case NONE -> plain.sum();
            case SDES -> sdes.sum();
            case DTLS -> dtls.sum();
        };
    }

    /** Calls whose keys crossed a connection that is not encrypted. */
    public long keysInTheOpen() {
        return keysInTheOpen.sum();
    }

    /** Offers refused because of their encryption, or the lack of it. */
    public long refusals() {
        return refused.sum();
    }

    /** DTLS handshakes that came to nothing. */
    public long failures() {
        return failedHandshakes.sum();
    }
}
