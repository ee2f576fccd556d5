package io.earshot.bridge.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Calls that the bridge places. Immutable.
 *
 * @param trunks ways out; without any, no call is placed
 */
public record OutboundConfig(List<OutboundTrunk> trunks) {
    private static final int MOST_TRUNKS = 50;

    public OutboundConfig {
        trunks = List.copyOf(trunks);
        Set<String> names = new HashSet<>();
        for (OutboundTrunk trunk : trunks) {
            if (!trunk.missing().isEmpty()) {
                throw new IllegalArgumentException(trunk.missing());
            }
            if (!names.add(trunk.name())) {
                throw new IllegalArgumentException("two outbound trunks are named " + trunk.name());
            }
        }
        if (trunks.size() > MOST_TRUNKS) {
            throw new IllegalArgumentException("at most " + MOST_TRUNKS + " outbound trunks");
        }
    }

    /** No calls are placed. */
    public static OutboundConfig defaults() {
        return new OutboundConfig(List.of());
    }

    /** The trunk of that name; the only one there is when the name is empty. */
    public Optional<OutboundTrunk> trunk(String name) {
        if (name.isEmpty()) {
            return trunks.size() == 1 ? Optional.of(trunks.getFirst()) : Optional.empty();
        }
        return trunks.stream().filter(trunk -> trunk.name().equals(name)).findFirst();
    }
}
