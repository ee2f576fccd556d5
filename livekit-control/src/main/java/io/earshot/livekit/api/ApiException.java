package io.earshot.livekit.api;

import java.time.Duration;

/**
 * A call of the server API that failed. The message holds the operation, the cause in plain words and what to do next; it never
 * holds a token or a secret.
 */
public abstract sealed class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private ApiException(Failure failure) {
        super(failure.operation().method() + ": " + failure.cause() + ". " + failure.advice(), failure.origin());
        this.failure = failure;
    }

    /** The call that failed. */
    public final Operation operation() {
        return failure.operation();
    }

    /** What went wrong, as half a sentence. */
    public final String why() {
        return failure.cause();
    }

    /** What to do next, as a sentence. */
    public final String advice() {
        return failure.advice();
    }

    /** The answer's HTTP status, or 0 when there was no answer. */
    public final int httpStatus() {
        return failure.httpStatus();
    }

    /** Twirp's code such as {@code not_found}, or empty when the answer held none. */
    public final String code() {
        return failure.code();
    }

    /** Whether the server may have done what was asked, although this was not learnt. */
    public final boolean perhapsDone() {
        return failure.sent()
                && (this instanceof Unreachable || this instanceof TimedOut || this instanceof ServerFault);
    }

    /** Short name of the class of failure, for counters. */
    public abstract String kind();

    /** Whether an attempt like it may go better, as far as the failure tells. */
    final boolean passing() {
        return switch (this) {
            case Unreachable _, TimedOut _, Overloaded _, ServerFault _ -> true;
            case NoResponder _ -> operation() == Operation.CREATE_ROOM; // the room's node may have just died
            default -> false;
        };
    }

    /** Whether any part of the request was sent. */
    final boolean sent() {
        return failure.sent();
    }

    /** How long the server asked to wait; zero when it did not. */
    final Duration retryAfter() {
        return failure.retryAfter();
    }

    /** No connection, or a lost one. */
    public static final class Unreachable extends ApiException {
        private static final long serialVersionUID = 1L;

        Unreachable(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "unreachable";
        }
    }

    /** No answer within the deadline. */
    public static final class TimedOut extends ApiException {
        private static final long serialVersionUID = 1L;

        TimedOut(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "timed_out";
        }
    }

    /** The server could not prove who it is, or speaks no TLS. */
    public static final class Untrusted extends ApiException {
        private static final long serialVersionUID = 1L;

        Untrusted(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "untrusted";
        }
    }

    /** The server did not accept the token. */
    public static final class Unauthorized extends ApiException {
        private static final long serialVersionUID = 1L;

        /** Which part of the token was refused. */
        public enum Reason {
            /** The server has no key of that name. */
            UNKNOWN_KEY,
            /** The key is known, but the secret is another. */
            WRONG_SECRET,
            /** The token is too old or not valid yet: clocks differ. */
            CLOCK_SKEW,
            /** The token is good but does not allow this call. */
            MISSING_GRANT,
            /** The answer does not tell. */
            UNKNOWN
        }

        private final Reason reason;

        Unauthorized(Failure failure, Reason reason) {
            super(failure);
            this.reason = reason;
        }

        /** Which part was refused. */
        public Reason reason() {
            return reason;
        }

        @Override
        public String kind() {
            return "unauthorized";
        }
    }

    /** What the call is about does not exist. */
    public static final class NotFound extends ApiException {
        private static final long serialVersionUID = 1L;

        NotFound(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "not_found";
        }
    }

    /** The server understood and will not: a wrong value, a conflict, a missing precondition. */
    public static final class Rejected extends ApiException {
        private static final long serialVersionUID = 1L;

        Rejected(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "rejected";
        }
    }

    /** Too many requests, or a quota is used up. */
    public static final class Overloaded extends ApiException {
        private static final long serialVersionUID = 1L;

        Overloaded(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "overloaded";
        }
    }

    /** The server asked the other parts of LiveKit over its Redis bus, and none answered. */
    public static final class NoResponder extends ApiException {
        private static final long serialVersionUID = 1L;

        NoResponder(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "no_responder";
        }
    }

    /** The server failed. */
    public static final class ServerFault extends ApiException {
        private static final long serialVersionUID = 1L;

        ServerFault(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "server_fault";
        }
    }

    /** A server of LiveKit's, but of a version without this call. */
    public static final class Unsupported extends ApiException {
        private static final long serialVersionUID = 1L;

        Unsupported(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "unsupported";
        }
    }

    /** An answer that no LiveKit server gives. */
    public static final class Unintelligible extends ApiException {
        private static final long serialVersionUID = 1L;

        Unintelligible(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "unintelligible";
        }
    }

    /** The other end of a telephone call refused it. */
    public static final class CallRefused extends ApiException {
        private static final long serialVersionUID = 1L;

        private final int sipStatus;

        CallRefused(Failure failure, int sipStatus) {
            super(failure);
            this.sipStatus = sipStatus;
        }

        /** SIP status of the refusal, such as 486. */
        public int sipStatus() {
            return sipStatus;
        }

        @Override
        public String kind() {
            return "call_refused";
        }
    }

    /** The calling thread was interrupted. */
    public static final class Interrupted extends ApiException {
        private static final long serialVersionUID = 1L;

        Interrupted(Failure failure) {
            super(failure);
        }

        @Override
        public String kind() {
            return "interrupted";
        }
    }
}
