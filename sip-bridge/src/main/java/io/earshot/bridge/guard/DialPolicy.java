package io.earshot.bridge.guard;

import io.earshot.bridge.call.DialGate;
import io.earshot.bridge.call.RefusalLog;
import io.earshot.bridge.config.DialConfig;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Where the bridge may send calls, how often and how many at once, against toll fraud. What was sent in the last 24 hours is
 * remembered while the process lives, {@value #MOST_REMEMBERED} calls at most. Thread-safe: one lock around a few comparisons.
 */
public final class DialPolicy implements DialGate {
    private static final int MOST_REMEMBERED = 20_000;
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);
    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);

    private final LongSupplier nanoClock;
    private final RefusalLog log;
    private final Tally outcomes = new Tally("outcome").with("allowed");
    private final Deque<Sent> sent = new ArrayDeque<>();
    private final Set<String> sending = new HashSet<>();
    private DialConfig config;

    private record Sent(String destination, long atNs) {}

    /** A policy with these settings. */
    public DialPolicy(DialConfig config) {
        this(config, System::nanoTime);
    }

    DialPolicy(DialConfig config, LongSupplier nanoClock) {
        this.config = config;
        this.nanoClock = nanoClock;
        this.log = new RefusalLog(nanoClock);
    }

    /** Goes by other settings from now on; what was counted stays. */
    public synchronized void apply(DialConfig next) {
        config = next;
    }

    @Override
    public synchronized Optional<Refusal> request(String callId, String uri) {
        Optional<Destination> to = Destination.of(uri);
        Optional<Refusal> refusal = judge(to);
        if (refusal.isPresent()) {
            told(callId, to, refusal.get());
            return refusal;
        }
        outcomes.count("allowed");
        sent.addLast(new Sent(to.orElseThrow().key(), nanoClock.getAsLong()));
        if (sent.size() > MOST_REMEMBERED) {
            sent.removeFirst();
        }
        sending.add(callId);
        return Optional.empty();
    }

    @Override
    public synchronized String wouldRefuse(String uri) {
        Optional<Destination> to = Destination.of(uri);
        return judge(to).map(refusal -> told("-", to, refusal)).orElse("");
    }

    @Override
    public synchronized void over(String callId) {
        sending.remove(callId);
    }

    private String told(String callId, Optional<Destination> to, Refusal refusal) {
        outcomes.count(refusal.label());
        log.line("call %s not sent to %s: %s"
                .formatted(callId, to.map(Destination::key).orElse("?"), refusal.text()));
        return refusal.text();
    }

    private Optional<Refusal> judge(Optional<Destination> to) {
        if (to.isEmpty()) {
            return Optional.of(new Refusal("malformed", "not a SIP or tel URI", false));
        }
        String denial = denial(to.get());
        return denial.isEmpty() ? full(to.get()) : Optional.of(new Refusal("destination", denial, false));
    }

    private String denial(Destination to) {
        int allowed = longest(config.allow(), to);
        int denied = longest(config.deny(), to);
        if (denied > allowed) {
            return "the destination is denied (guard.dial.deny)";
        }
        if (!config.allow().isEmpty()) {
            return allowed < 0 ? "the destination is not allowed (guard.dial.allow)" : "";
        }
        String home =
                config.homeCountry().isEmpty() ? "" : "+" + config.homeCountry().replace("+", "");
        return !home.isEmpty() && to.number().startsWith("+") && !to.number().startsWith(home)
                ? "the destination is in another country (guard.dial.home_country)"
                : "";
    }

    /** Length of the longest entry that a destination begins with; -1 when there is none. */
    static int longest(List<String> entries, Destination to) {
        return entries.stream()
                .filter(entry -> entry.startsWith("@")
                        ? entry.substring(1).equalsIgnoreCase(to.host())
                        : !to.number().isEmpty() && to.number().startsWith(Destination.number(entry)))
                .mapToInt(String::length)
                .max()
                .orElse(-1);
    }

    private Optional<Refusal> full(Destination to) {
        long nowNs = nanoClock.getAsLong();
        while (!sent.isEmpty() && nowNs - sent.getFirst().atNs() >= DAY_NS) {
            sent.removeFirst();
        }
        long hour = sent.stream().filter(one -> nowNs - one.atNs() < HOUR_NS).count();
        long there = sent.stream()
                .filter(one -> nowNs - one.atNs() < HOUR_NS && one.destination().equals(to.key()))
                .count();
        if (reached(sending.size(), config.concurrent())) {
            return refusal("concurrent", config.concurrent() + " calls are being sent at once");
        }
        if (reached(hour, config.perHour())) {
            return refusal("per_hour", config.perHour() + " calls were sent in an hour");
        }
        if (reached(sent.size(), config.perDay())) {
            return refusal("per_day", config.perDay() + " calls were sent in 24 hours");
        }
        return reached(there, config.perDestination())
                ? refusal("per_destination", config.perDestination() + " calls were sent there in an hour")
                : Optional.empty();
    }

    private static boolean reached(long count, int most) {
        return most > 0 && count >= most;
    }

    private static Optional<Refusal> refusal(String label, String text) {
        return Optional.of(new Refusal(label, text + " (guard.dial." + label + ")", true));
    }

    /** Adds its families. */
    public void addTo(Families families) {
        families.counters("earshot_dials", "Calls that the bridge was to send somewhere, by outcome", outcomes)
                .gauge("earshot_dials_active", "Calls that are being sent now", () -> {
                    synchronized (this) {
                        return (long) sending.size();
                    }
                });
    }
}
