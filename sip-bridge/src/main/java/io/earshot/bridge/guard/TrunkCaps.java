package io.earshot.bridge.guard;

import io.earshot.bridge.call.DialGate;
import io.earshot.bridge.config.OutboundCaps;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much goes out by each trunk, against its caps: calls at once, in a minute, in an hour, and what was talked in 24 hours, of which
 * {@value #MOST_REMEMBERED} calls a trunk are remembered at most, while the process lives. Thread-safe: one lock around a few
 * comparisons.
 */
public final class TrunkCaps {
    private static final int MOST_REMEMBERED = 20_000;
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);
    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);

    private final LongSupplier nanoClock;
    private final Map<String, Usage> trunks = new HashMap<>();
    private final Map<String, Running> running = new HashMap<>();

    private record Talk(long endNs, long lastedNs) {}

    /** A call that goes on; it is talked since {@code answeredNs}, or not yet. */
    private static final class Running {
        private final String trunk;
        private @Nullable Long answeredNs;

        Running(String trunk) {
            this.trunk = trunk;
        }
    }

    private static final class Usage {
        private final Deque<Long> begun = new ArrayDeque<>();
        private final Deque<Talk> talked = new ArrayDeque<>();

        void age(long nowNs) {
            while (!begun.isEmpty() && (nowNs - begun.getFirst() >= HOUR_NS || begun.size() > MOST_REMEMBERED)) {
                begun.removeFirst();
            }
            while (!talked.isEmpty()
                    && (nowNs - talked.getFirst().endNs() >= DAY_NS || talked.size() > MOST_REMEMBERED)) {
                talked.removeFirst();
            }
        }
    }

    /** Nothing has gone out yet. */
    public TrunkCaps() {
        this(System::nanoTime);
    }

    TrunkCaps(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * Asks to place a call, and counts it when the answer is yes.
     *
     * @param number what is dialled
     * @return why not; when it may, {@link #over} must follow
     */
    public synchronized Optional<DialGate.Refusal> take(String callId, String trunk, String number, OutboundCaps caps) {
        Optional<DialGate.Refusal> denied = denied(number, caps);
        if (denied.isPresent()) {
            return denied;
        }
        Optional<DialGate.Refusal> full = full(trunk, caps);
        if (full.isEmpty()) {
            usage(trunk).begun.addLast(nanoClock.getAsLong());
            running.put(callId, new Running(trunk));
        }
        return full;
    }

    /** Whether calls may go to the number of a URI. */
    public static boolean permits(String uri, OutboundCaps caps) {
        return Destination.of(uri)
                .map(to -> denied(to.number(), caps).isEmpty())
                .orElse(false);
    }

    private static Optional<DialGate.Refusal> denied(String number, OutboundCaps caps) {
        Destination to = new Destination(Destination.number(number), "");
        int allowed = DialPolicy.longest(caps.allow(), to);
        if (DialPolicy.longest(caps.deny(), to) > allowed) {
            return Optional.of(new DialGate.Refusal("destination", "the trunk's caps deny the number (deny)", false));
        }
        return caps.allow().isEmpty() || allowed >= 0
                ? Optional.empty()
                : Optional.of(
                        new DialGate.Refusal("destination", "the trunk's caps do not allow the number (allow)", false));
    }

    private Optional<DialGate.Refusal> full(String trunk, OutboundCaps caps) {
        long nowNs = nanoClock.getAsLong();
        Usage usage = usage(trunk);
        long minute = usage.begun.stream().filter(at -> nowNs - at < MINUTE_NS).count();
        if (reached(calls(trunk), caps.calls())) {
            return later("calls", caps.calls() + " calls at once go out by the trunk");
        }
        if (reached(minute, caps.perMinute())) {
            return later("per_minute", caps.perMinute() + " calls in a minute went out by the trunk");
        }
        if (reached(usage.begun.size(), caps.perHour())) {
            return later("per_hour", caps.perHour() + " calls in an hour went out by the trunk");
        }
        return secondsLeft(trunk, caps) > 0
                ? Optional.empty()
                : later("per_day", "what may be talked in 24 hours by the trunk is used up");
    }

    private static Optional<DialGate.Refusal> later(String label, String text) {
        return Optional.of(new DialGate.Refusal(label, text, true));
    }

    private static boolean reached(long count, int most) {
        return most > 0 && count >= most;
    }

    /** Seconds that may still be talked by a trunk, all its calls together; at most those since it was first used are subtracted. */
    public synchronized double secondsLeft(String trunk, OutboundCaps caps) {
        long nowNs = nanoClock.getAsLong();
        long usedNs = usage(trunk).talked.stream().mapToLong(Talk::lastedNs).sum();
        for (Running call : running.values()) {
            if (call.trunk.equals(trunk) && call.answeredNs != null) {
                usedNs += nowNs - call.answeredNs;
            }
        }
        return caps.secondsPerDay() - usedNs / 1e9;
    }

    /** Calls that go out by a trunk now. */
    public synchronized long calls(String trunk) {
        return running.values().stream()
                .filter(call -> call.trunk.equals(trunk))
                .count();
    }

    /** The call is answered, and costs from now on. */
    public synchronized void answered(String callId) {
        Running call = running.get(callId);
        if (call != null) {
            call.answeredNs = nanoClock.getAsLong();
        }
    }

    /** The call is over. Nothing happens when it was not going on. */
    public synchronized void over(String callId) {
        Running call = running.remove(callId);
        if (call != null && call.answeredNs != null) {
            long nowNs = nanoClock.getAsLong();
            usage(call.trunk).talked.addLast(new Talk(nowNs, nowNs - call.answeredNs));
        }
    }

    private Usage usage(String trunk) {
        Usage usage = trunks.computeIfAbsent(trunk, _ -> new Usage());
        usage.age(nanoClock.getAsLong());
        return usage;
    }
}
