package io.earshot.bridge.guard;

import io.earshot.bridge.call.Gatekeeper.Refusal;
import io.earshot.bridge.call.InviteFacts;
import io.earshot.bridge.config.AccessList;
import io.earshot.bridge.config.AddressRange;
import io.earshot.bridge.config.GuardConfig;
import io.earshot.sip.SipStatus;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the lists and trunks of one configuration say. Immutable. */
final class AccessPolicy {
    private final GuardConfig config;
    private final List<AddressRange> allowed;
    private final List<AddressRange> denied;
    private final List<AddressRange> trusted;
    private final Lists callers;
    private final Lists numbers;
    private final List<Trunk> trunks;
    private final List<Trunk> roaming;
    private final List<Trunk> byPassword;

    private record Lists(Patterns allow, Patterns deny) {
        static Lists of(AccessList list) {
            return new Lists(Patterns.of(list.allow()), Patterns.of(list.deny()));
        }

        boolean let(String number) {
            return !deny.hold(number) && (allow.patterns().isEmpty() || allow.hold(number));
        }
    }

    AccessPolicy(GuardConfig config) {
        this.config = config;
        this.allowed = ranges(config.sources().allow());
        this.denied = ranges(config.sources().deny());
        this.trusted = ranges(config.bans().trusted());
        this.callers = Lists.of(config.callers());
        this.numbers = Lists.of(config.numbers());
        this.trunks = config.trunks().stream().map(Trunk::of).toList();
        this.roaming = trunks.stream().filter(Trunk::roams).toList();
        this.byPassword = roaming.stream().filter(trunk -> !trunk.asksName()).toList();
    }

    GuardConfig config() {
        return config;
    }

    List<Trunk> trunks() {
        return trunks;
    }

    /** Trunks whose callers come from anywhere. */
    List<Trunk> roaming() {
        return roaming;
    }

    /** The trunk that a source belongs to; none for a source that the list denies. */
    Optional<Trunk> trunkOf(InetAddress source) {
        return holds(denied, source)
                ? Optional.empty()
                : trunks.stream().filter(trunk -> trunk.holds(source)).findFirst();
    }

    /** The trunk among those of a source whose callers show a certificate with one of these names, or none. */
    Optional<Trunk> trunkOf(InetAddress source, List<String> names) {
        return holds(denied, source)
                ? Optional.empty()
                : trunks.stream()
                        .filter(trunk -> trunk.holds(source) && (!trunk.asksName() || trunk.named(names)))
                        .findFirst();
    }

    /** The trunk whose callers come from anywhere with a certificate with one of these names. */
    Optional<Trunk> roaming(List<String> names) {
        return roaming.stream().filter(trunk -> trunk.named(names)).findFirst();
    }

    /** Trunks whose callers come from anywhere and show no certificate. */
    List<Trunk> byPassword() {
        return byPassword;
    }

    /** Whether a source is never banned. */
    boolean trusts(InetAddress source) {
        return holds(trusted, source) || trunkOf(source).isPresent();
    }

    /** Why a request is refused by the lists, or null. */
    @Nullable
    Refusal refuse(InviteFacts invite) {
        InetAddress source = invite.source().getAddress();
        Optional<Trunk> trunk = trunkOf(source);
        if (holds(denied, source)) {
            return stranger("source_denied");
        }
        if (trunk.isEmpty() && !allowed.isEmpty() && !holds(allowed, source)) {
            return stranger("source_denied");
        }
        if (trunk.isEmpty() && config.unknown() != GuardConfig.Unknown.ACCEPT && roaming.isEmpty()) {
            return stranger("unknown_source");
        }
        return invite.isInvite() ? numbers(invite, trunk) : null;
    }

    private @Nullable Refusal numbers(InviteFacts invite, Optional<Trunk> trunk) {
        if (!callers.let(invite.from())) {
            return Refusal.of("caller_denied", SipStatus.FORBIDDEN);
        }
        if (!numbers.let(invite.to())) {
            return Refusal.of("number_denied", SipStatus.FORBIDDEN);
        }
        // Which of a source's trunks a certificate names is known later.
        return trunk.isPresent() && !trunk.get().asksName() && !trunk.get().mayCall(invite.to())
                ? Refusal.of("trunk_number", SipStatus.FORBIDDEN)
                : null;
    }

    private Refusal stranger(String reason) {
        return config.unknown() == GuardConfig.Unknown.SILENT
                ? Refusal.silently(reason)
                : Refusal.of(reason, SipStatus.FORBIDDEN);
    }

    private static List<AddressRange> ranges(List<String> texts) {
        return texts.stream().map(AddressRange::parse).toList();
    }

    private static boolean holds(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.holds(address));
    }
}
