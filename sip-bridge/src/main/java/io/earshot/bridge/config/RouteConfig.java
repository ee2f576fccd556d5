package io.earshot.bridge.config;

import java.util.List;

/**
 * Which calls go which way. Every list that is not empty must hold the call. Immutable.
 *
 * @param addresses where the INVITE comes from: addresses, or networks such as 10.0.0.0/8
 * @param numbers called numbers; {@code *} at the end stands for any rest
 * @param callers calling numbers, likewise
 * @param trunks LiveKit's inbound trunk that takes the call, by id or name
 * @param rules LiveKit's dispatch rule that takes the call, by id or name
 * @param mode what becomes of the call
 * @param redirect with mode room: where livekit-sip is, as host or host:port; empty: the call is refused
 */
public record RouteConfig(
        List<String> addresses,
        List<String> numbers,
        List<String> callers,
        List<String> trunks,
        List<String> rules,
        RouteMode mode,
        String redirect) {
    public RouteConfig {
        addresses = List.copyOf(addresses);
        numbers = List.copyOf(numbers);
        callers = List.copyOf(callers);
        trunks = List.copyOf(trunks);
        rules = List.copyOf(rules);
        addresses.forEach(AddressRange::parse);
        if (!redirect.isEmpty() && mode != RouteMode.ROOM) {
            throw new IllegalArgumentException("redirect belongs to mode room");
        }
        if (!redirect.matches("[A-Za-z0-9.:\\[\\]-]*")) {
            throw new IllegalArgumentException("redirect must be host or host:port");
        }
    }

    /** Every call, direct. */
    public static RouteConfig defaults() {
        return new RouteConfig(List.of(), List.of(), List.of(), List.of(), List.of(), RouteMode.DIRECT, "");
    }

    /** Whether LiveKit's trunks and rules must be known in order to judge. */
    public boolean asksLiveKit() {
        return !trunks.isEmpty() || !rules.isEmpty();
    }
}
