package io.earshot.bridge.gateway;

import io.earshot.bridge.config.AddressRange;
import io.earshot.bridge.config.RouteConfig;
import io.earshot.bridge.config.RoutingConfig;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the route of a call. Immutable. */
final class Routes {
    private final List<Route> routes;
    private final RouteConfig otherwise;

    private record Route(RouteConfig config, List<AddressRange> addresses) {}

    /**
     * What a route may ask of a call.
     *
     * @param source where the INVITE comes from
     * @param number called number
     * @param caller calling number
     * @param livekit trunk and rule that LiveKit would choose; asked for only when a route names one
     */
    record Call(InetAddress source, String number, String caller, Supplier<Match> livekit) {}

    /** Ids and names of the trunk and the rule that take a call; empty where none does. */
    record Match(String trunkId, String trunkName, String ruleId, String ruleName) {
        static final Match NONE = new Match("", "", "", "");
    }

    Routes(RoutingConfig config) {
        this.routes = config.routes().stream()
                .map(route -> new Route(
                        route,
                        route.addresses().stream().map(AddressRange::parse).toList()))
                .toList();
        RouteConfig every = RouteConfig.defaults();
        this.otherwise = new RouteConfig(
                every.addresses(),
                every.numbers(),
                every.callers(),
                every.trunks(),
                every.rules(),
                config.otherwise(),
                "");
    }

    /** The first route that holds the call, or the one for all others. */
    RouteConfig of(Call call) {
        Optional<Route> first =
                routes.stream().filter(route -> holds(route, call)).findFirst();
        return first.map(Route::config).orElse(otherwise);
    }

    private static boolean holds(Route route, Call call) {
        RouteConfig config = route.config();
        return (route.addresses().isEmpty() || route.addresses().stream().anyMatch(range -> range.holds(call.source())))
                && numbers(config.numbers(), call.number())
                && numbers(config.callers(), call.caller())
                && (!config.asksLiveKit() || named(config, call.livekit().get()));
    }

    private static boolean named(RouteConfig config, Match match) {
        return named(config.trunks(), match.trunkId(), match.trunkName())
                && named(config.rules(), match.ruleId(), match.ruleName());
    }

    private static boolean named(List<String> wanted, String id, String name) {
        return wanted.isEmpty()
                || wanted.stream().anyMatch(word -> !word.isEmpty() && (word.equals(id) || word.equals(name)));
    }

    private static boolean numbers(List<String> patterns, String number) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, number));
    }

    private static boolean matches(String pattern, String number) {
        return pattern.endsWith("*")
                ? number.startsWith(pattern.substring(0, pattern.length() - 1))
                : number.equals(pattern);
    }
}
