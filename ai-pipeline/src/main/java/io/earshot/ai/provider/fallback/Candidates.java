package io.earshot.ai.provider.fallback;

import io.earshot.ai.provider.ProviderFailure;
import io.earshot.ai.provider.fallback.FallbackListener.Outcome;
import io.earshot.ai.provider.fallback.FallbackListener.Stage;
import io.earshot.media.retry.BreakerSettings;
import io.earshot.media.retry.BreakerState;
import io.earshot.media.retry.SharedBreaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one stage in the order of preference. Thread-safe because the list never changes and each
 * {@link SharedBreaker} is.
 */
final class Candidates<T> {
    /** One provider. */
    record Candidate<T>(int index, String name, T provider, SharedBreaker breaker) {}

    private final Stage stage;
    private final List<Candidate<T>> all;
    private final FallbackListener listener;

    Candidates(
            Stage stage,
            List<? extends T> providers,
            Function<T, String> name,
            BreakerSettings settings,
            FallbackListener listener) {
        if (providers.isEmpty() || providers.size() > Long.SIZE) {
            throw new IllegalArgumentException("1 to 64 providers are needed for " + stage.label());
        }
        List<Candidate<T>> candidates = new ArrayList<>();
        for (T provider : providers) {
            String label = name.apply(provider);
            SharedBreaker breaker =
                    new SharedBreaker(settings, (from, to, why) -> listener.onBreaker(stage, label, from, to, why));
            candidates.add(new Candidate<>(candidates.size(), label, provider, breaker));
        }
        this.stage = stage;
        this.all = List.copyOf(candidates);
        this.listener = listener;
    }

    List<Candidate<T>> all() {
        return all;
    }

    /** What each provider's breaker lets through, by name. */
    Map<String, BreakerState> breakers() {
        Map<String, BreakerState> states = new LinkedHashMap<>();
        all.forEach(
                candidate -> states.put(candidate.name(), candidate.breaker().state()));
        return states;
    }

    /** Begins one request's way along the list. */
    Choice<T> choice() {
        return new Choice<>(this);
    }

    /** One request's way along the list. Confined to its loop. */
    static final class Choice<T> {
        private final Candidates<T> candidates;
        private long tried;
        private @Nullable Candidate<T> current;

        private Choice(Candidates<T> candidates) {
            this.candidates = candidates;
        }

        /**
         * The first provider that was not tried and is not known to be down. When all are down and none was tried, the
         * one that is to be probed soonest: with a caller on the line, trying is better than failing for certain.
         */
        @Nullable
        Candidate<T> next() {
            for (Candidate<T> candidate : candidates.all) {
                if (isTried(candidate)) {
                    continue;
                }
                if (candidate.breaker().tryAcquire()) {
                    return take(candidate);
                }
                report(candidate, Outcome.SKIPPED, null);
            }
            return tried == 0 ? take(soonest()) : null;
        }

        /** Whether another provider could still be tried. */
        boolean hasOthers() {
            return Long.bitCount(tried) < candidates.all.size();
        }

        /** The current provider proved itself: from now on all others may be tried again. */
        void renew() {
            Candidate<T> proven = current;
            tried = proven == null ? 0 : 1L << proven.index();
        }

        void succeeded() {
            Candidate<T> done = current;
            if (done != null) {
                done.breaker().onSuccess();
                report(done, Outcome.SUCCEEDED, null);
            }
        }

        /** Notes the failure; gives the provider to ask instead, or null when there is none or it is too late. */
        @Nullable
        Candidate<T> failed(ProviderFailure failure, boolean maySwitch) {
            return failed(failure, maySwitch, false);
        }

        /** The same; {@code mayRepeat} allows the provider itself once more, where there is no other and its breaker lets it. */
        @Nullable
        Candidate<T> failed(ProviderFailure failure, boolean maySwitch, boolean mayRepeat) {
            Candidate<T> done = current;
            if (done != null) {
                note(done.breaker(), failure);
            }
            Candidate<T> next = maySwitch ? next() : null;
            if (next == null && mayRepeat && done != null && done.breaker().tryAcquire()) {
                next = done;
            }
            if (done != null) {
                report(done, next == null ? Outcome.FAILED : Outcome.FAILED_OVER, failure);
            }
            return next;
        }

        /** The provider failed when nothing more was wanted of it. */
        void noted(ProviderFailure failure) {
            Candidate<T> done = current;
            if (done != null) {
                note(done.breaker(), failure);
                report(done, Outcome.FAILED, failure);
            }
        }

        private static void note(SharedBreaker breaker, ProviderFailure failure) {
            String why = failure.kind() + " " + failure.detail();
            if (failure.kind() == ProviderFailure.Kind.UNAUTHORIZED) {
                breaker.onRefused(why);
            } else {
                breaker.onFailure(Duration.ofMillis(Math.max(0, failure.retryAfterMs())), why);
            }
        }

        void abandoned() {
            Candidate<T> done = current;
            if (done != null) {
                done.breaker().onAbandoned();
                report(done, Outcome.ABANDONED, null);
            }
        }

        private Candidate<T> take(Candidate<T> candidate) {
            tried |= 1L << candidate.index();
            current = candidate;
            return candidate;
        }

        private boolean isTried(Candidate<T> candidate) {
            return (tried & 1L << candidate.index()) != 0;
        }

        private Candidate<T> soonest() {
            Candidate<T> best = candidates.all.getFirst();
            for (Candidate<T> candidate : candidates.all) {
                if (candidate.breaker().untilNs() - best.breaker().untilNs() < 0) {
                    best = candidate;
                }
            }
            return best;
        }

        private void report(Candidate<T> candidate, Outcome outcome, @Nullable ProviderFailure failure) {
            candidates.listener.onOutcome(candidates.stage, candidate.name(), outcome, failure);
        }
    }
}
