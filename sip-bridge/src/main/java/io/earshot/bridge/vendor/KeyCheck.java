package io.earshot.bridge.vendor;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Samples;
import io.earshot.bridge.metrics.Tally;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks vendors whether they take the keys that a reload put in force, by the cheapest request there is. It never makes a reload wait or fail:
 * a thread of its own asks, five seconds a vendor at the most, and tells the log, a metric and health. Only a refusal counts against a key;
 * a vendor that cannot be reached tells nothing of it. A refused key is tried again every five minutes, and at each reload. Thread-safe:
 * what it knows is replaced as a whole.
 */
public final class KeyCheck implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyCheck.class);
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final Duration again;
    private final Tally checks = new Tally("provider", "outcome");
    private volatile Map<String, Integer> answers = Map.of();
    private List<Vendor> vendors;
    private @Nullable Thread asking;
    private volatile boolean busy;
    private long round;

    /** Begins with what the bridge started with, which calls have used already: only what a reload changes is asked. */
    public KeyCheck(BridgeConfig start) {
        this(start, AGAIN);
    }

    KeyCheck(BridgeConfig start, Duration again) {
        this.vendors = vendors(start);
        this.again = again;
    }

    /** Looks at the configuration in force; asks when a vendor, its address or its key changed, or a key was refused. */
    public synchronized void look(BridgeConfig now) {
        List<Vendor> next = vendors(now);
        if (next.equals(vendors) && warnings().isEmpty()) {
            return;
        }
        answers = next.equals(vendors) ? answers : Map.of();
        vendors = next;
        end();
        long mine = round;
        busy = true;
        asking = Thread.ofVirtual().name("key-check").start(() -> ask(next, mine));
    }

    /** Whether vendors are being asked right now. */
    public boolean asking() {
        return busy;
    }

    /** Keys that vendors refuse, a sentence each; without the keys. */
    public List<String> warnings() {
        List<Vendor> asked = List.copyOf(vendorsNow());
        Map<String, Integer> known = answers;
        return asked.stream()
                .filter(vendor -> refused(known.getOrDefault(vendor.name(), 0)))
                .map(vendor -> warning(vendor, known.getOrDefault(vendor.name(), 0)))
                .distinct()
                .toList();
    }

    /** Adds what it knows. */
    public void addTo(Families families, Health health) {
        families.counters(
                        "earshot_provider_key_checks", "Keys shown to vendors after a reload, by their answer", checks)
                .gauges(
                        "earshot_provider_key_accepted",
                        "1 when the vendor took the key that a reload put in force, 0 when it refused it",
                        List.of("provider"),
                        this::tell);
        health.register("provider_keys", () -> {
            List<String> warnings = warnings();
            return warnings.isEmpty() ? HealthState.ok() : HealthState.degraded(String.join("; ", warnings));
        });
    }

    /** Asks nobody any more. */
    @Override
    public synchronized void close() {
        end();
    }

    private void end() {
        if (asking != null) {
            asking.interrupt();
            asking = null;
        }
        busy = false;
        round++;
    }

    private synchronized List<Vendor> vendorsNow() {
        return vendors;
    }

    private static List<Vendor> vendors(BridgeConfig config) {
        return config.needsAgent() ? Vendor.of(config) : List.of();
    }

    private void ask(List<Vendor> all, long mine) {
        try {
            askOnce(all, mine);
            done(mine);
            while (!warnings().isEmpty()) {
                Thread.sleep(again);
                askOnce(all, mine);
            }
        } catch (InterruptedException replaced) {
            Thread.currentThread().interrupt();
        } finally {
            done(mine);
        }
    }

    private synchronized void done(long mine) {
        busy &= mine != round;
    }

    private void askOnce(List<Vendor> all, long mine) throws InterruptedException {
        Map<String, Integer> found = new LinkedHashMap<>();
        try (HttpClient client = VendorRequest.client()) {
            for (Vendor vendor : all) {
                if (vendor.key().isPresent()) {
                    found.put(vendor.name(), VendorRequest.make(client, vendor).status());
                }
            }
        }
        synchronized (this) {
            if (mine != round) {
                throw new InterruptedException("another configuration is in force");
            }
            answers = Map.copyOf(found);
        }
        all.forEach(vendor -> count(vendor, found.getOrDefault(vendor.name(), -1)));
    }

    private void count(Vendor vendor, int status) {
        if (status < 0) {
            return;
        }
        checks.count(vendor.name(), refused(status) ? "refused" : accepted(status) ? "accepted" : "unknown");
        if (refused(status)) {
            log.warn("{}", warning(vendor, status));
        }
    }

    private void tell(Samples samples) {
        new TreeMap<>(answers).forEach((name, status) -> {
            if (accepted(status) || refused(status)) {
                samples.at(accepted(status) ? 1 : 0, name);
            }
        });
    }

    private static boolean accepted(int status) {
        return status == 101 || status == 200;
    }

    private static boolean refused(int status) {
        return status == 401 || status == 403;
    }

    private static String warning(Vendor vendor, int status) {
        return String.format(
                Locale.ROOT, "%s does not accept its key (HTTP %d): see %s", vendor.name(), status, vendor.variable());
    }
}
