package io.earshot.bridge.guard;

import io.earshot.bridge.config.AddressRange;
import io.earshot.bridge.config.TrunkConfig;
import java.net.InetAddress;
import java.util.List;

/** A trunk of the configuration, ready to be compared with. Immutable. */
record Trunk(TrunkConfig config, List<AddressRange> addresses, Patterns numbers) {
    static Trunk of(TrunkConfig config) {
        return new Trunk(
                config, config.addresses().stream().map(AddressRange::parse).toList(), Patterns.of(config.numbers()));
    }

    String name() {
        return config.name();
    }

    boolean holds(InetAddress source) {
        return addresses.stream().anyMatch(range -> range.holds(source));
    }

    /** Whether its callers come from anywhere and prove who they are. */
    boolean roams() {
        return addresses.isEmpty();
    }

    boolean asksProof() {
        return config.password().isPresent();
    }

    boolean mayCall(String number) {
        return numbers.patterns().isEmpty() || numbers.hold(number);
    }
}
