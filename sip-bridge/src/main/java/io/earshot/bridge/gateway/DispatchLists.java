package io.earshot.bridge.gateway;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.media.retry.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LiveKit's trunks and dispatch rules, listed again and again in the background, so that no call waits for the server. While
 * it cannot be reached the last lists stay in force. Thread-safe: one virtual thread writes, volatile fields are read.
 */
public final class DispatchLists implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DispatchLists.class);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final Source source;
    private final Duration interval;
    private final Backoff backoff;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile @Nullable Lists current;
    private volatile String failure = "they were not listed yet";
    private volatile long listedNs;
    private volatile long refreshes;
    private volatile long failures;

    /** Where lists come from; may block. */
    @FunctionalInterface
    public interface Source {
        /** The lists of now. */
        Lists list() throws ApiException;

        /** LiveKit's own. */
        static Source of(LiveKitApi api) {
            return () -> new Lists(api.sip().inbound(), api.sip().rules());
        }
    }

    /** All inbound trunks and all dispatch rules. Immutable. */
    public record Lists(List<SIPInboundTrunkInfo> trunks, List<SIPDispatchRuleInfo> rules) {
        public Lists {
            trunks = List.copyOf(trunks);
            rules = List.copyOf(rules);
        }
    }

    private DispatchLists(Source source, Duration interval) {
        this.source = source;
        this.interval = interval;
        this.backoff =
                new Backoff(interval.compareTo(FIRST_RETRY) < 0 ? interval : FIRST_RETRY, interval, new Random());
    }

    /** Begins to list, every {@code interval}. */
    public static DispatchLists start(Source source, Duration interval) {
        DispatchLists lists = new DispatchLists(source, interval);
        Thread.ofVirtual().name("dispatch-lists").start(lists::run);
        return lists;
    }

    /** Lists that never change. */
    public static DispatchLists fixed(Lists lists) {
        DispatchLists fixed = new DispatchLists(() -> lists, Duration.ofDays(1));
        fixed.refresh();
        return fixed;
    }

    /** Waits until the first try to list is over, whatever came of it. */
    public void awaitFirst(Duration longest) {
        try {
            if (!first.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("LiveKit's trunks and rules are still being listed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last lists, or null when none were ever got. */
    public @Nullable Lists current() {
        return current;
    }

    /** Why the last try failed, as a sentence; empty when it did not. */
    public String failure() {
        return failure;
    }

    /** Times listed. */
    public long refreshes() {
        return refreshes;
    }

    /** Times that failed. */
    public long failures() {
        return failures;
    }

    /** Seconds since the lists in force were got; NaN when there are none. */
    public double ageSeconds() {
        return current == null ? Double.NaN : (System.nanoTime() - listedNs) / 1e9;
    }

    private void run() {
        try {
            do {
                refresh();
            } while (!stopped.await(pauseMs(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the next listing: sooner after a failure, but later with each further one. */
    private long pauseMs() {
        if (failure.isEmpty()) {
            backoff.reset();
            return interval.toMillis();
        }
        return backoff.nextMs();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void refresh() {
        try {
            Lists listed = source.list();
            current = listed;
            listedNs = System.nanoTime();
            refreshes++;
            if (!failure.isEmpty()) {
                log.info(
                        "LiveKit has {} inbound trunks and {} dispatch rules",
                        listed.trunks().size(),
                        listed.rules().size());
            }
            failure = "";
        } catch (ApiException | RuntimeException e) {
            failures++;
            String why = String.valueOf(e.getMessage());
            if (!why.equals(failure)) {
                log.warn("LiveKit's trunks and rules cannot be listed, {}: {}", kept(), why);
            }
            failure = why;
        } finally {
            first.countDown();
        }
    }

    private String kept() {
        return current == null ? "so no call can be sent to a room" : "so the last ones stay in force";
    }

    /** Lists no more. */
    @Override
    public void close() {
        stopped.countDown();
    }
}
