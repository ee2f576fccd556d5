package io.earshot.bridge.call;

import io.earshot.sip.SipStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a new INVITE or OPTIONS may come in, before anything is spent on it. The call desk asks its gatekeepers in
 * order, and the first refusal counts. Asked on SIP transport threads, so it is thread-safe, quick and never waits.
 */
@FunctionalInterface
public interface Gatekeeper {
    /** Why the request is refused, or null when this gatekeeper lets it in. */
    @Nullable
    Refusal refuse(InviteFacts invite);

    /**
     * A refusal. Immutable.
     *
     * @param reason a metric label: one of a few fixed words, never something out of the request
     * @param status final response
     * @param retryAfter what Retry-After asks the caller to wait, whole seconds; zero: no such header field
     * @param silent send nothing at all
     */
    record Refusal(String reason, SipStatus status, Duration retryAfter, boolean silent) {
        /** A refusal that may be over soon (RFC 3261 section 20.33). */
        public static Refusal of(String reason, SipStatus status, Duration retryAfter) {
            return new Refusal(reason, status, retryAfter, false);
        }

        /** A refusal for good. */
        public static Refusal of(String reason, SipStatus status) {
            return new Refusal(reason, status, Duration.ZERO, false);
        }

        /** No answer: strangers learn nothing, not even that somebody is there. */
        public static Refusal silently(String reason) {
            return new Refusal(reason, SipStatus.FORBIDDEN, Duration.ZERO, true);
        }
    }
}
