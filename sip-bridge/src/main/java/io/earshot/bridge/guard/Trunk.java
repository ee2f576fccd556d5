package io.earshot.bridge.guard;

import io.earshot.bridge.config.AddressRange;
import io.earshot.bridge.config.TrunkConfig;
import io.earshot.sip.tls.CertificateNames;
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

    /** Whether its callers show a client certificate. */
    boolean asksName() {
        return !config.tlsNames().isEmpty();
    }

    /** Whether a client certificate with these names is one of its callers'. */
    boolean named(List<String> names) {
        return config.tlsNames().stream().anyMatch(name -> CertificateNames.cover(names, name));
    }

    boolean asksProof() {
        return config.password().isPresent();
    }

    boolean mayCall(String number) {
        return numbers.patterns().isEmpty() || numbers.hold(number);
    }
}
