package io.earshot.bridge.health;

import io.earshot.bridge.health.HealthState.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The components of a bridge and how each fares. Components register once, when they are built; each is asked whenever somebody
 * looks. Thread-safe because the components are in a concurrent map; a supplier must be quick and may be asked by any thread.
 */
public final class Health {
    private final Map<String, Part> parts = new ConcurrentSkipListMap<>();

    private record Part(boolean needed, Supplier<HealthState> state) {}

    /**
     * A component as it is now. Immutable.
     *
     * @param name the component
     * @param needed whether no call can be taken without it
     * @param state how it fares
     */
    public record Component(String name, boolean needed, HealthState state) {}

    /** Registers a component without which calls still go on; the same name again replaces the former. */
    public void register(String component, Supplier<HealthState> state) {
        parts.put(component, new Part(false, state));
    }

    /** Registers a component without which no call can be taken: when it is down, the bridge is not ready. */
    public void require(String component, Supplier<HealthState> state) {
        parts.put(component, new Part(true, state));
    }

    /** All components as they are now, by name. */
    public List<Component> components() {
        List<Component> all = new ArrayList<>();
        parts.forEach((name, part) -> all.add(new Component(name, part.needed(), ask(part))));
        return all;
    }

    /** Why no call can be taken now, by component; empty while calls are taken. */
    public String refusal() {
        StringBuilder reasons = new StringBuilder();
        parts.forEach((name, part) -> {
            HealthState state = part.needed() ? ask(part) : HealthState.ok();
            if (state.status() == Status.DOWN) {
                reasons.append(reasons.isEmpty() ? "" : "; ")
                        .append(name)
                        .append(": ")
                        .append(state.reason());
            }
        });
        return reasons.toString();
    }

    /** The worst of all components: a component that calls need counts in full, any other as degraded at most. */
    public Status overall() {
        Status worst = Status.OK;
        for (Component component : components()) {
            Status status = component.state().status();
            Status counted = status == Status.DOWN && !component.needed() ? Status.DEGRADED : status;
            worst = counted.compareTo(worst) > 0 ? counted : worst;
        }
        return worst;
    }

    /** A component whose state cannot even be told is down: the view of the others must not suffer. */
    private static HealthState ask(Part part) {
        try {
            return part.state().get();
        } catch (RuntimeException broken) {
            return HealthState.down(
                    "its state cannot be told: " + broken.getClass().getSimpleName());
        }
    }
}
