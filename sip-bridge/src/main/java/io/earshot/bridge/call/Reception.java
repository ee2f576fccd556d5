package io.earshot.bridge.call;

import io.earshot.bridge.leg.FarLeg;
import io.earshot.bridge.leg.LegEvents;
import io.earshot.bridge.leg.TrunkEncryption;
import io.earshot.media.net.MediaLoop;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.SipHeader;
import io.earshot.sip.SipStatus;
import java.time.Duration;
import java.util.List;

/** Says what becomes of a call before it begins. Asked on the call's loop, so it never waits. Thread-safe. */
@FunctionalInterface
public interface Reception {
    /** Judges an INVITE that is to be the call {@code callId}. */
    Welcome receive(String callId, IncomingCall sip);

    /** A call that was taken is over. */
    default void ended(String callId) {}

    /** What becomes of a call. */
    sealed interface Welcome {
        /**
         * It begins.
         *
         * @param trunk where it came in, a metric label
         * @param mode which way it goes
         * @param ringing when it is answered
         * @param encryption what is said of its trunk about encrypted audio, besides the configuration
         * @param far makes the side that the caller talks to
         */
        record Taken(String trunk, CallMode mode, Ringing ringing, TrunkEncryption encryption, FarSide far)
                implements Welcome {
            /** A call of whose trunk nothing is said but in the configuration. */
            public Taken(String trunk, CallMode mode, Ringing ringing, FarSide far) {
                this(trunk, mode, ringing, TrunkEncryption.UNSAID, far);
            }
        }

        /**
         * It is refused with a final response; the reception has counted and logged it.
         *
         * @param reason one of a few fixed words, for its record
         */
        record Refused(SipStatus status, List<SipHeader> headers, String reason) implements Welcome {
            public Refused {
                headers = List.copyOf(headers);
            }
        }

        /** The caller is sent to another SIP URI (302). */
        record Redirected(String uri) implements Welcome {}
    }

    /**
     * When a call is answered. Immutable.
     *
     * @param atOnce without waiting for the far side
     * @param atLatest after this time whether the far side is ready or not; zero: only when it is ready
     */
    record Ringing(boolean atOnce, Duration atLatest) {
        /** When the far side is ready, however long that takes. */
        public static final Ringing UNTIL_READY = new Ringing(false, Duration.ZERO);
    }

    /** Makes the far side of a call. */
    @FunctionalInterface
    interface FarSide {
        /** The far leg of the call with these facts; its reports go into {@code log}. */
        FarLeg make(CallFacts facts, MediaLoop loop, LegEvents events, CallLog log);
    }
}
