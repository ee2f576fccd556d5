package io.earshot.bridge.config;

import java.util.List;

/**
 * The way that each call goes: the first route that matches, or {@code otherwise}. Immutable.
 *
 * @param routes in order; the first match counts
 * @param otherwise the mode of calls that no route matches
 */
public record RoutingConfig(List<RouteConfig> routes, RouteMode otherwise) {
    public RoutingConfig {
        routes = List.copyOf(routes);
    }

    /** Every call direct. */
    public static RoutingConfig defaults() {
        return new RoutingConfig(List.of(), RouteMode.DIRECT);
    }

    /** Whether a call can go that way. */
    public boolean uses(RouteMode mode) {
        return otherwise == mode || routes.stream().anyMatch(route -> route.mode() == mode);
    }

    /** Whether LiveKit must be known in order to route. */
    public boolean asksLiveKit() {
        return uses(RouteMode.GATEWAY) || routes.stream().anyMatch(RouteConfig::asksLiveKit);
    }
}
