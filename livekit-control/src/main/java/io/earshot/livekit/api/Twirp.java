package io.earshot.livekit.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.token.SignedToken;
import io.earshot.media.retry.Backoff;
import io.earshot.media.retry.SharedBreaker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Twirp calls (the protocol's version 7) with protobuf bodies: a deadline over all attempts, and repeats with jitter where a repeat
 * is safe. Blocking, for virtual threads. Thread-safe because it holds no state but the client.
 */
final class Twirp {
    /** Largest answer that is read. */
    static final long LARGEST_ANSWER = 16L << 20;

    private static final MediaType PROTOBUF = MediaType.get("application/protobuf");
    private static final long LARGEST_ERROR = 64L << 10;
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ApiSettings settings;
    private final Supplier<ApiKey> key;
    private final OkHttpClient client;
    private final InstantSource clock;
    private final ApiCounters counters;
    private final SharedBreaker breaker;

    Twirp(
            ApiSettings settings,
            Supplier<ApiKey> key,
            OkHttpClient client,
            InstantSource clock,
            ApiCounters counters,
            SharedBreaker breaker) {
        this.settings = settings;
        this.key = key;
        this.client = client;
        this.clock = clock;
        this.counters = counters;
        this.breaker = breaker;
    }

    /** Makes a call within the usual deadline. */
    <T> T call(Operation operation, MessageLite request, Parser<T> answer, AccessToken token) throws ApiException {
        return call(operation, request, answer, token, settings.attemptTimeout(), settings.deadline());
    }

    /** Makes a call with limits of its own for each attempt and for all. */
    <T> T call(
            Operation operation,
            MessageLite request,
            Parser<T> answer,
            AccessToken token,
            Duration attempt,
            Duration deadline)
            throws ApiException {
        Wire wire = new Wire(operation, request, token.validFor(TOKEN_LIFETIME));
        long startNs = System.nanoTime();
        try {
            T result = attempts(wire, answer, attempt, startNs + deadline.toNanos());
            counters.count(operation, ApiCounters.OK);
            return result;
        } catch (ApiException e) {
            counters.count(operation, e.kind());
            throw e;
        } finally {
            counters.took(operation, System.nanoTime() - startNs);
        }
    }

    private <T> T attempts(Wire wire, Parser<T> parser, Duration attempt, long deadlineNs) throws ApiException {
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, ThreadLocalRandom.current());
        for (int made = 1; ; made++) {
            long leftNs = deadlineNs - System.nanoTime();
            try {
                return guarded(
                        wire, parser, Duration.ofNanos(Math.max(1_000_000, Math.min(attempt.toNanos(), leftNs))));
            } catch (ApiException e) {
                long pauseMs = Math.max(e.retryAfter().toMillis(), backoff.nextMs());
                boolean inTime = deadlineNs - System.nanoTime() > pauseMs * 1_000_000;
                if (made >= settings.attempts() || !repeats(wire.operation(), e) || !inTime) {
                    throw e;
                }
                counters.count(wire.operation(), ApiCounters.REPEATED);
                pause(wire.operation(), pauseMs);
            }
        }
    }

    private static boolean repeats(Operation operation, ApiException e) {
        return e.passing() && (operation.repeatsFreely() || !e.sent());
    }

    private static void pause(Operation operation, long ms) throws ApiException {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException.Interrupted(Failure.unanswered(
                    operation, true, "interrupted before a repeat", "Nothing to do: the program is stopping.", e));
        }
    }

    /** One attempt, unless the server is known to be down: then the call fails without having waited. */
    private <T> T guarded(Wire wire, Parser<T> parser, Duration limit) throws ApiException {
        if (!breaker.tryAcquire()) {
            throw new ApiException.Unreachable(Failure.unanswered(
                    wire.operation(),
                    false,
                    settings.server() + " failed too often lately, so it was not asked",
                    "See earlier failures in the log; it is asked again within a minute.",
                    null));
        }
        try {
            T answer = once(wire, parser, limit);
            breaker.onSuccess();
            return answer;
        } catch (ApiException e) {
            judge(e);
            throw e;
        } catch (RuntimeException e) {
            breaker.onAbandoned();
            throw e;
        }
    }

    /** Only what says that the server is down counts against it: a refusal is an answer. */
    private void judge(ApiException e) {
        switch (e) {
            case ApiException.Unreachable _, ApiException.TimedOut _, ApiException.ServerFault _ ->
                breaker.onFailure(e.retryAfter(), e.kind());
            case ApiException.Overloaded _ -> breaker.onFailure(e.retryAfter(), e.kind());
            case ApiException.Interrupted _ -> breaker.onAbandoned();
            default -> breaker.onSuccess();
        }
    }

    private <T> T once(Wire wire, Parser<T> parser, Duration limit) throws ApiException {
        SignedToken token = wire.token().sign(key.get(), clock.instant());
        OneShotBody body = new OneShotBody(PROTOBUF, wire.request().toByteArray());
        Request request = new Request.Builder()
                .url(settings.server() + wire.operation().path())
                .header("Authorization", "Bearer " + token.reveal())
                .header("Accept", "application/protobuf")
                .header("User-Agent", "earshot")
                .post(body)
                .build();
        Call call = client.newCall(request);
        call.timeout().timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = execute(call)) {
            return read(wire, response, parser);
        } catch (IOException e) {
            throw Breakdown.of(wire.operation(), settings.server().toString(), body.started(), e);
        }
    }

    /** The client throws an InterruptedException without declaring it when it is interrupted while it connects. */
    private static Response execute(Call call) throws IOException {
        try {
            return call.execute();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(interrupted);
        }
    }

    private <T> T read(Wire wire, Response response, Parser<T> parser) throws IOException, ApiException {
        Operation operation = wire.operation();
        if (response.code() != 200) {
            throw Diagnosis.of(
                    answer(operation, response, SentSecrets.of(wire.request()).hiddenIn(text(response))));
        }
        String type = response.header("Content-Type", "");
        if (type == null || !type.startsWith("application/protobuf")) {
            throw unintelligible(
                    operation, response, "an answer of type \"" + Answer.quotable(type == null ? "" : type) + "\"");
        }
        if (response.body().source().request(LARGEST_ANSWER + 1)) {
            throw unintelligible(operation, response, "an answer of more than " + (LARGEST_ANSWER >> 20) + " MB");
        }
        try {
            return parser.parseFrom(response.body().bytes());
        } catch (InvalidProtocolBufferException e) {
            throw unintelligible(operation, response, "an answer that is not the expected message");
        }
    }

    private ApiException unintelligible(Operation operation, Response response, String what) {
        return new ApiException.Unintelligible(Failure.answered(
                answer(operation, response, ""),
                settings.server() + " gave " + what,
                "Check the URL, and the server's version against livekit-control/README.md."));
    }

    private Answer answer(Operation operation, Response response, String text) {
        return new Answer(
                operation,
                settings.server().toString(),
                response.code(),
                text,
                error(text),
                HttpDates.read(response.header("Date")),
                clock.instant(),
                HttpDates.wait(response.header("Retry-After")));
    }

    private static String text(Response response) throws IOException {
        response.body().source().request(LARGEST_ERROR);
        return response.body()
                .source()
                .getBuffer()
                .snapshot((int) Math.min(
                        LARGEST_ERROR, response.body().source().getBuffer().size()))
                .utf8();
    }

    /** The error object in a body, or missing when it holds none. */
    static JsonNode error(String text) {
        try {
            @Nullable JsonNode read = text.startsWith("{") ? JSON.readTree(text) : null;
            return read == null ? Answer.noError() : read;
        } catch (IOException notJson) {
            return Answer.noError();
        }
    }

    private record Wire(Operation operation, MessageLite request, AccessToken token) {}
}
