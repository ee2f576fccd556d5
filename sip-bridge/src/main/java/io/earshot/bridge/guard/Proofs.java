package io.earshot.bridge.guard;

import io.earshot.bridge.config.GuardConfig;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.SipHeader;
import io.earshot.sip.digest.DigestAlgorithm;
import io.earshot.sip.digest.DigestCredentials;
import io.earshot.sip.digest.DigestGuard;
import io.earshot.sip.digest.DigestGuard.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The passwords of trunks: challenges and the checking of answers (RFC 3261 section 22). Thread-safe because the books of nonces
 * are.
 */
final class Proofs {
    private final ConcurrentHashMap<List<DigestAlgorithm>, DigestGuard> digests = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Proofs(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether a call proves to be of that trunk. */
    Verdict check(IncomingCall sip, Trunk trunk, GuardConfig config) {
        return digest(config)
                .check(
                        sent(sip),
                        "INVITE",
                        trunk.config().realm(),
                        trunk.config().username(),
                        trunk.config().password().reveal(),
                        now());
    }

    /** The trunk that a call says to be of; a call that says nothing is of none. */
    static Optional<Trunk> claimed(IncomingCall sip, List<Trunk> trunks) {
        List<DigestCredentials> said = sent(sip).stream()
                .flatMap(value -> DigestCredentials.parse(value).stream())
                .toList();
        return trunks.stream()
                .filter(trunk -> said.stream()
                        .anyMatch(one -> one.username().equals(trunk.config().username())
                                && one.realm().equals(trunk.config().realm())))
                .findFirst();
    }

    /** Whether a call says to be of somebody. */
    static boolean claims(IncomingCall sip) {
        return !sent(sip).isEmpty();
    }

    /** The challenge's header fields. */
    List<SipHeader> challenge(String realm, boolean stale, GuardConfig config) {
        return digest(config).challenges(realm, stale, now()).stream()
                .map(value -> new SipHeader("Proxy-Authenticate", value))
                .toList();
    }

    private DigestGuard digest(GuardConfig config) {
        return digests.computeIfAbsent(config.digest(), DigestGuard::new);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static List<String> sent(IncomingCall sip) {
        List<String> values = new ArrayList<>(sip.headers("Proxy-Authorization"));
        values.addAll(sip.headers("Authorization"));
        return values;
    }
}
