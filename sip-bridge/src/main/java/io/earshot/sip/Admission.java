package io.earshot.sip;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Decides whether a new INVITE or OPTIONS is welcome, so that the application sets capacity and draining. Called on
 * transport threads, so it must be thread-safe and quick.
 */
@FunctionalInterface
public interface Admission {

    /** Lets everything in. */
    Admission OPEN = _ -> new Decision.Accept();

    Decision decide(Newcomer newcomer);

    /**
     * Who knocks.
     *
     * @param method {@code INVITE} or {@code OPTIONS}
     * @param calls calls alive now
     */
    record Newcomer(
            String method, InetSocketAddress source, String callId, String fromUser, String toUser, int calls) {}

    /** What to tell them. */
    sealed interface Decision {

        record Accept() implements Decision {}

        /** 503 with Retry-After (RFC 3261 section 21.5.4). */
        record Unavailable(int retryAfterSeconds) implements Decision {}

        /** 486. OPTIONS gets the same, as RFC 3261 section 11.2 asks. */
        record Busy() implements Decision {}

        /** Any other final response, with header fields of its own. */
        record Refuse(SipStatus status, List<SipHeader> headers) implements Decision {
            public Refuse {
                headers = List.copyOf(headers);
            }
        }

        /** Silence. */
        record Drop() implements Decision {}
    }
}
