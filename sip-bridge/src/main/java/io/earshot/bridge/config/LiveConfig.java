package io.earshot.bridge.config;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in force, and what is made from it. A new one takes its place as a whole or not at all: every part is
 * made for it first, then one write puts all of them in force. A call reads {@link #now} and its parts once, when it begins,
 * and keeps them. Thread-safe: reads are one volatile read, reloads wait for each other.
 */
public final class LiveConfig {
    private static final Logger log = LoggerFactory.getLogger(LiveConfig.class);

    private final List<Derivation<?>> derivations = new ArrayList<>();
    private final List<Consumer<ConfigChange>> listeners = new CopyOnWriteArrayList<>();
    private volatile State state;
    /** What a reload is making: seen by its own thread only, so that parts can be made from parts. */
    private volatile @Nullable State preparing;

    /** All that a reload replaces. {@code accepted} holds also what waits for a restart. */
    private record State(BridgeConfig now, BridgeConfig accepted, List<Object> parts) {}

    /** Begins with the configuration that the bridge starts with. */
    public LiveConfig(BridgeConfig start) {
        this.state = new State(start, start, List.of());
    }

    /** What is in force for a call that begins now. */
    public BridgeConfig now() {
        return seen().now();
    }

    /** What was accepted last: {@link #now} but for the keys that wait for a restart. */
    public BridgeConfig accepted() {
        return state.accepted();
    }

    /** Keys that wait for a restart: {@code from} is in force, {@code to} accepted. */
    public List<KeyChange> pending() {
        State current = state;
        return waiting(current.now(), current.accepted());
    }

    /**
     * Makes a part now, and again at each reload.
     *
     * @return gives the part in force; a call asks once, when it begins
     * @throws ConfigException when the part cannot be made
     */
    public synchronized <T> Supplier<T> derive(Derivation<T> derivation) throws ConfigException {
        State before = state;
        List<Object> parts = new ArrayList<>(before.parts());
        int index = parts.size();
        parts.add(derivation.from(before.now(), null));
        derivations.add(derivation);
        state = new State(before.now(), before.accepted(), List.copyOf(parts));
        @SuppressWarnings("unchecked")
        Supplier<T> part = () -> (T) seen().parts().get(index);
        return part;
    }

    /** Tells of every change, after it, on the reloading thread; until closed. */
    public AutoCloseable onChange(Consumer<ConfigChange> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Puts a configuration in force for new calls, all of it but what waits for a restart, or none of it. */
    public synchronized ReloadReport apply(BridgeConfig next) {
        State before = state;
        List<KeyChange> changes = changes(before, next);
        if (changes.isEmpty()) {
            return new ReloadReport(ReloadReport.Outcome.UNCHANGED, changes, pending(), List.of());
        }
        try {
            state = prepared(before, next);
        } catch (ConfigException e) {
            return ReloadReport.refused(e.faults(), pending());
        } catch (IllegalArgumentException e) {
            ConfigFault fault = new ConfigFault("(reload)", "(together)", String.valueOf(e.getMessage()));
            return ReloadReport.refused(List.of(fault), pending());
        }
        ReloadReport report = new ReloadReport(ReloadReport.Outcome.APPLIED, changes, pending(), List.of());
        tell(new ConfigChange(before.now(), now(), report));
        return report;
    }

    private State seen() {
        State next = preparing;
        return next != null && Thread.holdsLock(this) ? next : state;
    }

    @SuppressWarnings("unchecked")
    private State prepared(State before, BridgeConfig next) throws ConfigException {
        BridgeConfig now = ConfigKeys.mixed(before.now(), next);
        List<Object> parts = new ArrayList<>(before.parts());
        preparing = new State(now, next, parts);
        try {
            for (int i = 0; i < parts.size(); i++) {
                Derivation<Object> derivation = (Derivation<Object>) derivations.get(i);
                parts.set(i, derivation.from(now, before.parts().get(i)));
            }
        } finally {
            preparing = null;
        }
        return new State(now, next, List.copyOf(parts));
    }

    private void tell(ConfigChange change) {
        for (Consumer<ConfigChange> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                log.error("a listener of configuration changes failed", e);
            }
        }
    }

    private static List<KeyChange> changes(State before, BridgeConfig next) {
        List<ConfigKeys.Pair> running = ConfigKeys.pairs(before.now(), next);
        List<ConfigKeys.Pair> accepted = ConfigKeys.pairs(before.accepted(), next);
        List<KeyChange> changes = new ArrayList<>();
        for (int i = 0; i < accepted.size(); i++) {
            if (accepted.get(i).differs()) {
                // Back to what is running: nothing waits any more.
                changes.add(change(accepted.get(i), running.get(i).differs()));
            }
        }
        return changes;
    }

    private static List<KeyChange> waiting(BridgeConfig now, BridgeConfig accepted) {
        return ConfigKeys.pairs(now, accepted).stream()
                .filter(ConfigKeys.Pair::differs)
                .map(pair -> change(pair, true))
                .toList();
    }

    private static KeyChange change(ConfigKeys.Pair pair, boolean differsFromRunning) {
        return new KeyChange(
                pair.key(), text(pair.before()), text(pair.after()), differsFromRunning ? pair.restart() : "");
    }

    private static String text(@Nullable Object value) {
        return ConfigText.inline(value);
    }
}
