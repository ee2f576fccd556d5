package io.earshot.bridge.config;

import java.util.List;

/** Checks ordered lists of providers. */
final class Orders {
    private Orders() {}

    static <T> List<T> checked(List<T> order) {
        if (order.isEmpty() || order.stream().distinct().count() != order.size()) {
            throw new IllegalArgumentException("order must name at least one provider, each once");
        }
        return List.copyOf(order);
    }
}
