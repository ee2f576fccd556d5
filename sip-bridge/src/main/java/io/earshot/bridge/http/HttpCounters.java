package io.earshot.bridge.http;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of connections and of requests that no resource saw. Thread-safe because its parts are. */
public final class HttpCounters {
    private final Tally connections = new Tally("outcome")
            .with("accepted")
            .with("refused")
            .with("evicted")
            .with("timed_out");
    private final Tally refused = new Tally("reason").with("unauthorized");
    private final AtomicInteger open = new AtomicInteger();

    /** A connection came. */
    void opened() {
        open.incrementAndGet();
        connections.count("accepted");
    }

    /** A connection is gone. */
    void closed() {
        open.decrementAndGet();
    }

    /** A connection that came was closed at once. */
    void surplus() {
        connections.count("refused");
    }

    /** A connection gave way to a newer one. */
    void evicted() {
        connections.count("evicted");
    }

    /** A connection brought no whole request in time. */
    void timedOut() {
        connections.count("timed_out");
    }

    /** A request was refused before a resource saw it. */
    void refused(String reason) {
        refused.count(reason);
    }

    /** Connections by outcome: {@code accepted}, {@code refused}, {@code evicted} or {@code timed_out}. */
    public long connections(String outcome) {
        return connections.of(outcome);
    }

    /** Requests refused for that reason. */
    public long refusals(String reason) {
        return refused.of(reason);
    }

    /** Connections open now. */
    public int open() {
        return open.get();
    }

    /** Adds its families. */
    public void addTo(Families families) {
        families.counters("earshot_http_connections", "HTTP connections, by what became of them", connections)
                .counters("earshot_http_refused", "HTTP requests refused before a resource saw them", refused)
                .gauge("earshot_http_connections_open", "HTTP connections open now", () -> (long) open.get());
    }
}
