package io.earshot.livekit.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a failed call. Immutable.
 *
 * @param operation the call
 * @param cause what went wrong, half a sentence without a full stop
 * @param advice what to do next, a sentence
 * @param httpStatus status of the answer, or 0
 * @param code Twirp's code, or empty
 * @param sent whether any part of the request was sent
 * @param retryAfter how long the server asked to wait, or zero
 * @param origin the exception below, without anything secret in it, or null
 */
record Failure(
        Operation operation,
        String cause,
        String advice,
        int httpStatus,
        String code,
        boolean sent,
        Duration retryAfter,
        @Nullable Throwable origin) {

    /** A failure without an answer. */
    static Failure unanswered(
            Operation operation, boolean sent, String cause, String advice, @Nullable Throwable origin) {
        return new Failure(operation, cause, advice, 0, "", sent, Duration.ZERO, origin);
    }

    /** A failure that the server answered with. */
    static Failure answered(Answer answer, String cause, String advice) {
        return new Failure(
                answer.operation(), cause, advice, answer.status(), answer.code(), true, answer.retryAfter(), null);
    }
}
