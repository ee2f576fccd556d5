package io.earshot.bridge.guard;

import io.earshot.bridge.call.CallMode;
import io.earshot.bridge.call.Gatekeeper;
import io.earshot.bridge.call.Reception;
import io.earshot.bridge.call.RefusalCounters;
import io.earshot.bridge.call.RefusalLog;
import io.earshot.bridge.config.CapsConfig;
import io.earshot.bridge.config.GuardConfig;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.SipHeader;
import io.earshot.sip.SipStatus;
import io.earshot.sip.digest.DigestGuard.Verdict;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stands before the reception: asks for the trunk's password, holds the caps, names the trunk, and tells the guard of callers that
 * are refused. Asked on the call's loop. Thread-safe because its parts are.
 */
public final class GuardedReception implements Reception {
    private static final SipStatus PROXY_AUTHENTICATION = new SipStatus(407, "Proxy Authentication Required");
    private static final String RETRY_SECONDS = "5";
    private static final int NAMES_TOLD = 5;

    private final Guard guard;
    private final Reception inner;
    private final RefusalCounters refusals;
    private final RefusalLog log = new RefusalLog(System::nanoTime);
    private final CallSlots slots = new CallSlots();
    private final Proofs proofs = new Proofs(InstantSource.system());
    private final Tally outcomes = new Tally("trunk", "outcome");

    /** What the guard thinks of a call: who it is, or what it is told. */
    private sealed interface Entry {
        record Known(Optional<Trunk> trunk) implements Entry {}

        record Turned(Welcome.Refused answer) implements Entry {}
    }

    /**
     * A guarded reception.
     *
     * @param inner asked about calls that the guard lets in
     * @param refusals counts what is refused here
     */
    public GuardedReception(Guard guard, Reception inner, RefusalCounters refusals) {
        this.guard = guard;
        this.inner = inner;
        this.refusals = refusals;
    }

    @Override
    public Welcome receive(String callId, IncomingCall sip) {
        return switch (identify(sip, guard.policy())) {
            case Entry.Turned turned -> turned.answer();
            case Entry.Known known -> admit(callId, sip, known.trunk());
        };
    }

    @Override
    public void ended(String callId) {
        slots.release(callId);
        inner.ended(callId);
    }

    // ---- who it is

    private Entry identify(IncomingCall sip, AccessPolicy policy) {
        List<String> names = sip.peerNames();
        Optional<Trunk> trunk = policy.trunkOf(address(sip), names);
        if (trunk.isPresent()) {
            return trunk.get().asksName() ? rated(known(sip, trunk.get(), policy)) : known(sip, trunk.get(), policy);
        }
        Optional<Trunk> other = policy.trunkOf(address(sip));
        if (other.isPresent()) {
            return unnamed(sip, other.get().name(), names);
        }
        if (policy.roaming().isEmpty()) {
            return new Entry.Known(Optional.empty());
        }
        Optional<Trunk> named = policy.roaming(names);
        return named.isPresent() ? rated(known(sip, named.get(), policy)) : stranger(sip, policy, names);
    }

    /** A call of that trunk as far as address and certificate tell. */
    private Entry known(IncomingCall sip, Trunk trunk, AccessPolicy policy) {
        if (trunk.asksProof()) {
            return prove(sip, trunk, policy.config());
        }
        return trunk.asksName() ? numbered(sip, trunk) : new Entry.Known(Optional.of(trunk));
    }

    /** A call from anywhere without a trunk's certificate. */
    private Entry stranger(IncomingCall sip, AccessPolicy policy, List<String> names) {
        Optional<Trunk> claimed = Proofs.claimed(sip, policy.byPassword());
        if (claimed.isPresent()) {
            return rated(prove(sip, claimed.get(), policy.config()));
        }
        if (policy.config().unknown() == GuardConfig.Unknown.ACCEPT) {
            return rated(new Entry.Known(Optional.empty()));
        }
        if (policy.byPassword().isEmpty()) {
            return unnamed(sip, Guard.OTHER, names);
        }
        return Proofs.claims(sip)
                ? wrong(sip, "unknown user")
                : ask(policy.byPassword().getFirst(), false, policy);
    }

    private Entry prove(IncomingCall sip, Trunk trunk, GuardConfig config) {
        Verdict verdict = proofs.check(sip, trunk, config);
        return switch (verdict) {
            case PROVED -> numbered(sip, trunk);
            case WRONG -> wrong(sip, "wrong password of trunk " + trunk.name());
            case MISSING, REPLAYED, STALE -> ask(trunk, verdict == Verdict.STALE, guard.policy());
        };
    }

    private Entry numbered(IncomingCall sip, Trunk trunk) {
        return trunk.mayCall(sip.toUser())
                ? new Entry.Known(Optional.of(trunk))
                : turn(sip, trunk.name(), "trunk_number", SipStatus.FORBIDDEN, List.of());
    }

    private Entry unnamed(IncomingCall sip, String trunk, List<String> names) {
        guard.misdeed(address(sip), Misdeed.REFUSED);
        String why = names.isEmpty()
                ? "no client certificate was shown (" + sip.transport() + ")"
                : "the client's certificate names "
                        + String.join(", ", names.subList(0, Math.min(names.size(), NAMES_TOLD)))
                        + " and nobody of tls_names";
        return turn(sip, trunk, "tls_name", SipStatus.FORBIDDEN, List.of(), why);
    }

    private Entry rated(Entry entry) {
        if (!(entry instanceof Entry.Known known)) {
            return entry;
        }
        Gatekeeper.Refusal soon = guard.rate(known.trunk());
        return soon == null
                ? entry
                : new Entry.Turned(refused(name(known.trunk()), soon.reason(), soon.status(), List.of(retry("1"))));
    }

    private Entry ask(Trunk trunk, boolean stale, AccessPolicy policy) {
        List<SipHeader> challenges = proofs.challenge(trunk.config().realm(), stale, policy.config());
        return new Entry.Turned(refused(trunk.name(), "challenged", PROXY_AUTHENTICATION, challenges));
    }

    private Entry wrong(IncomingCall sip, String why) {
        guard.misdeed(address(sip), Misdeed.FAILED_DIGEST);
        return turn(sip, Guard.OTHER, "wrong_password", SipStatus.FORBIDDEN, List.of(), why);
    }

    // ---- whether there is room

    private Welcome admit(String callId, IncomingCall sip, Optional<Trunk> trunk) {
        CapsConfig caps = trunk.map(known -> known.config().caps())
                .orElse(guard.policy().config().others());
        String name = name(trunk);
        return switch (slots.take(callId, name, caps, address(sip), sip.fromUser())) {
            case TRUNK_FULL -> full(sip, name, "trunk_calls", caps.calls());
            case SOURCE_FULL -> full(sip, name, "source_calls", caps.perSource());
            case CALLER_FULL ->
                turn(sip, name, "caller_calls", SipStatus.BUSY_HERE, List.of(), caps.perCaller() + " at once")
                        .answer();
            case TAKEN -> taken(callId, sip, trunk);
        };
    }

    private Welcome taken(String callId, IncomingCall sip, Optional<Trunk> trunk) {
        Welcome welcome = null;
        try {
            welcome = inner.receive(callId, sip);
        } finally {
            if (!(welcome instanceof Welcome.Taken)) {
                slots.release(callId);
            }
        }
        if (welcome instanceof Welcome.Refused refused) {
            outcomes.count(name(trunk), "refused");
            blame(sip, refused.status().code());
            return welcome;
        }
        outcomes.count(name(trunk), welcome instanceof Welcome.Taken ? "taken" : "redirected");
        return welcome instanceof Welcome.Taken taken && trunk.isPresent() ? named(taken, trunk.get()) : welcome;
    }

    private void blame(IncomingCall sip, int status) {
        if (status == 403 || status == 404) {
            guard.misdeed(address(sip), Misdeed.REFUSED);
        }
    }

    /** In a room the trunk is LiveKit's, and its id says more than our name. */
    private static Welcome named(Welcome.Taken taken, Trunk trunk) {
        return taken.mode() == CallMode.DIRECT
                ? new Welcome.Taken(trunk.name(), taken.mode(), taken.ringing(), taken.encryption(), taken.far())
                : taken;
    }

    // ---- answers

    private Welcome full(IncomingCall sip, String trunk, String reason, int most) {
        return turn(sip, trunk, reason, SipStatus.SERVICE_UNAVAILABLE, List.of(retry(RETRY_SECONDS)), most + " at once")
                .answer();
    }

    private static SipHeader retry(String seconds) {
        return new SipHeader("Retry-After", seconds);
    }

    private Entry.Turned turn(
            IncomingCall sip, String trunk, String reason, SipStatus status, List<SipHeader> headers) {
        return turn(sip, trunk, reason, status, headers, "its list of numbers");
    }

    private Entry.Turned turn(
            IncomingCall sip, String trunk, String reason, SipStatus status, List<SipHeader> headers, String why) {
        log.line("call refused with %d (%s): trunk=%s source=%s sip=%s: %s"
                .formatted(status.code(), reason, trunk, address(sip).getHostAddress(), sip.callId(), why));
        return new Entry.Turned(refused(trunk, reason, status, headers));
    }

    private Welcome.Refused refused(String trunk, String reason, SipStatus status, List<SipHeader> headers) {
        refusals.count(reason);
        outcomes.count(trunk, reason);
        return new Welcome.Refused(status, headers, reason);
    }

    private static String name(Optional<Trunk> trunk) {
        return trunk.map(Trunk::name).orElse(Guard.OTHER);
    }

    private static InetAddress address(IncomingCall sip) {
        return sip.remoteAddress().getAddress();
    }

    // ---- figures

    /** Calls that run, by trunk, every configured trunk among them. */
    Map<String, Integer> running() {
        Map<String, Integer> all = new LinkedHashMap<>();
        guard.policy().trunks().forEach(trunk -> all.put(trunk.name(), 0));
        all.put(Guard.OTHER, 0);
        all.putAll(slots.byTrunk());
        return all;
    }

    /** Adds its families; a label names configured trunks only, all else is {@code other}. */
    public void addTo(Families families) {
        families.counters("earshot_trunk_calls", "Calls that came to the reception, by trunk and outcome", outcomes)
                .gauges(
                        "earshot_trunk_calls_active",
                        "Calls that run now, by trunk",
                        List.of("trunk"),
                        samples -> running().forEach((trunk, calls) -> samples.at((long) calls, trunk)));
    }
}
