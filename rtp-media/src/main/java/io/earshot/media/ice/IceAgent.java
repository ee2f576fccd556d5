package io.earshot.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One generation of ICE (RFC 8445) for one component: answers checks, makes its own, selects a pair and keeps consent.
 * When controlling it nominates with the first check of a pair, and moves up should a better pair work later. Confined to
 * its transport's loop.
 */
final class IceAgent {
    private static final int MAX_EARLY = 16;

    /** A check that came before the peer's description (RFC 8445, section 7.3). */
    private record EarlyCheck(int base, InetSocketAddress from, long priority, boolean useCandidate) {}

    private final IceCredentials local;
    private final StunIntegrity localKey;
    private final IceListener listener;
    private final IceCounters counters;
    private final CheckList checks;
    private final Checker checker;
    private final Consent consent;
    private final StunAnswers answers;
    private final IceConfig config;
    private final List<EarlyCheck> early = new ArrayList<>();
    private final Streams streams;
    private final Role role;
    private IceState state = IceState.NEW;
    private @Nullable CandidatePair selected;
    private @Nullable StunIntegrity remoteKey;
    private @Nullable IceCredentials remote;
    private long connectByNs = Deadline.NEVER;

    IceAgent(
            IceConfig config,
            IceCredentials local,
            List<LocalBase> bases,
            RandomGenerator random,
            IceWire wire,
            IceListener listener,
            IceCounters counters) {
        this.config = config;
        this.local = local;
        this.localKey = StunIntegrity.shortTerm(local.pwd());
        this.listener = listener;
        this.counters = counters;
        this.role = new Role(random.nextLong());
        this.checks = new CheckList(bases);
        this.checker = new Checker(checks, role, random, wire);
        this.consent = new Consent(config, random);
        this.streams = new Streams(checks, wire);
        this.answers = new StunAnswers(wire, localKey);
    }

    IceCredentials local() {
        return local;
    }

    @Nullable
    IceCredentials remote() {
        return remote;
    }

    IceState state() {
        return state;
    }

    @Nullable
    CandidatePair selected() {
        return selected;
    }

    /** The peer's credentials are known: checks may begin. Once a generation. */
    void start(IceCredentials peer, boolean controlling, boolean lite, long nowNs) {
        remote = peer;
        remoteKey = StunIntegrity.shortTerm(peer.pwd());
        role.controlling = controlling || lite;
        checker.start(peer.ufrag() + ':' + local.ufrag(), remoteKey, nowNs);
        connectByNs = nowNs + config.connectNs();
        streams.start(nowNs);
        become(IceState.CHECKING, "checking");
        early.forEach(it -> onCheck(it.base(), it.from(), it.priority(), it.useCandidate(), nowNs));
        early.clear();
    }

    /** A remote candidate, signalled at once or trickled. */
    void addRemote(IceCandidate candidate, long nowNs) {
        if (streams.take(candidate, nowNs)) {
            return;
        }
        if (!usable(candidate) || !checks.addRemote(candidate.address(), candidate.priority())) {
            counters.ignoredCandidates++;
            return;
        }
        checker.wake(nowNs);
    }

    /** A TCP connection that we asked for is up. */
    void onConnected(int base, InetSocketAddress peer, long nowNs) {
        streams.onConnected(base, peer);
        checker.wake(nowNs);
    }

    /** A TCP connection broke. */
    void onBroken(int base, long nowNs) {
        CandidatePair chosen = selected;
        checks.removeBase(base);
        if (chosen != null && chosen.base == base && state == IceState.CONNECTED) {
            disconnect(chosen, nowNs);
        }
    }

    private static boolean usable(IceCandidate candidate) {
        InetSocketAddress address = candidate.address();
        return candidate.protocol() == IceCandidate.Protocol.UDP
                && address.getPort() != 0
                && !address.getAddress().isAnyLocalAddress()
                && !address.getAddress().isMulticastAddress();
    }

    /** Whether a request's user name is meant for this generation. */
    boolean isAddressed(String username) {
        int colon = username.indexOf(':');
        return colon == local.ufrag().length() && username.startsWith(local.ufrag());
    }

    /** A Binding request for this generation's user name. */
    void onRequest(StunReader request, int base, InetSocketAddress from, long nowNs) {
        IceCredentials peer = remote;
        boolean peerKnown = peer == null || request.username().endsWith(':' + peer.ufrag());
        if (!peerKnown || !request.verify(localKey)) {
            counters.refused++;
            return;
        }
        if (request.unknownAttributes().length > 0) {
            answers.refuseUnknown(request, base, from);
        } else if (peer != null && role.conflicts(request)) {
            resolveConflict(request, base, from, nowNs);
        } else {
            answer(request, base, from, nowNs);
        }
    }

    /** RFC 8445, section 7.3.1.1: who has the larger tie-breaker controls. */
    private void resolveConflict(StunReader request, int base, InetSocketAddress from, long nowNs) {
        if (role.insistsAgainst(request.tieBreaker())) {
            answers.refuseRole(request, base, from);
        } else {
            role.giveIn();
            counters.roleSwitches++;
            answer(request, base, from, nowNs);
        }
    }

    private void answer(StunReader request, int base, InetSocketAddress from, long nowNs) {
        answers.succeed(request, base, from);
        if (remote != null) {
            onCheck(base, from, request.priority(), request.useCandidate(), nowNs);
        } else if (early.size() < MAX_EARLY) {
            early.add(new EarlyCheck(base, from, request.priority(), request.useCandidate()));
        }
    }

    /** RFC 8445, section 7.3.1.3 to 7.3.1.5. */
    private void onCheck(int base, InetSocketAddress from, long priority, boolean useCandidate, long nowNs) {
        CandidatePair known = checks.find(base, from);
        CandidatePair pair = known == null ? checks.addPeerReflexive(base, from, priority) : known;
        if (pair == null) {
            counters.ignoredCandidates++;
            return;
        }
        pair.heard = true;
        boolean nominates = useCandidate && !role.controlling;
        if (pair.state == CandidatePair.State.SUCCEEDED) {
            nominate(pair, nominates, nowNs);
        } else {
            pair.nominateOnSuccess |= nominates;
            checks.trigger(pair);
            checker.wake(nowNs);
        }
    }

    private void nominate(CandidatePair pair, boolean nominates, long nowNs) {
        if (nominates) {
            pair.nominated = true;
            consider(pair, nowNs);
        }
    }

    /** A response; false when no request of this generation waits for it. */
    boolean onResponse(StunReader response, int base, InetSocketAddress from, long nowNs) {
        TransactionId id = response.transaction();
        Transactions.Request request = checker.find(id);
        StunIntegrity key = remoteKey;
        if (request == null || key == null) {
            return false;
        }
        if (!response.verify(key)) {
            counters.refused++;
            return true;
        }
        checker.forget(id);
        if (!request.pair().is(base, from)) {
            fail(request, nowNs);
        } else if (response.kind() == Stun.Kind.SUCCESS) {
            onSuccess(request, nowNs);
        } else {
            onError(request, response.errorCode(), nowNs);
        }
        return true;
    }

    private void onSuccess(Transactions.Request request, long nowNs) {
        CandidatePair pair = request.pair();
        if (pair == selected) {
            consent.onAnswer(nowNs);
            becomeConnected(nowNs);
        }
        if (request.consent()) {
            return;
        }
        pair.state = CandidatePair.State.SUCCEEDED;
        if (request.useCandidate() || pair.nominateOnSuccess) {
            pair.nominated = true;
        }
        if (pair.nominated) {
            consider(pair, nowNs);
        }
    }

    private void onError(Transactions.Request request, int code, long nowNs) {
        if (code == Stun.ROLE_CONFLICT) {
            if (role.controlling == request.controlling()) {
                role.giveIn();
                counters.roleSwitches++;
            }
            request.pair().state = CandidatePair.State.WAITING;
            checks.trigger(request.pair());
            checker.wake(nowNs);
        } else {
            fail(request, nowNs);
        }
    }

    private void fail(Transactions.Request request, long nowNs) {
        if (!request.consent()) {
            request.pair().state = CandidatePair.State.FAILED;
            checker.wake(nowNs);
        }
    }

    /** A nominated pair works: it is taken when there is none, when it is better, or when the present one is silent. */
    private void consider(CandidatePair pair, long nowNs) {
        boolean silent = state == IceState.DISCONNECTED;
        if (state != IceState.FAILED
                && pair != selected
                && (silent || CheckList.isBetter(pair, selected, role.controlling))) {
            counters.switches += selected == null ? 0 : 1;
            selected = pair;
            consent.begin(nowNs);
            connectByNs = Deadline.NEVER;
            listener.onSelected(pair.base, pair.remote);
            becomeConnected(nowNs);
        }
    }

    private void becomeConnected(long nowNs) {
        if (state == IceState.CHECKING || state == IceState.DISCONNECTED) {
            become(IceState.CONNECTED, "peer answers");
            checker.wake(nowNs);
        }
    }

    /** Sends what is due and notices what did not come. */
    void onDeadline(long nowNs) {
        if (state == IceState.NEW || state == IceState.FAILED) {
            return;
        }
        boolean needy = state != IceState.CONNECTED;
        checker.onDeadline(needy ? null : selected, nowNs);
        streams.onDeadline(needy, nowNs);
        CandidatePair pair = selected;
        if (pair != null) {
            keepConsent(pair, nowNs);
        } else if (Deadline.isDue(connectByNs, nowNs)) {
            become(IceState.FAILED, "no pair of candidates works");
        }
    }

    private void keepConsent(CandidatePair pair, long nowNs) {
        if (consent.isGone(nowNs)) {
            become(IceState.FAILED, "consent is gone");
        } else if (state == IceState.CONNECTED && consent.isMissing(nowNs)) {
            disconnect(pair, nowNs);
        } else if (consent.isDue(nowNs)) {
            checker.askConsent(pair);
            consent.onAsked(nowNs);
        }
    }

    private void disconnect(CandidatePair pair, long nowNs) {
        counters.consentLost++;
        become(IceState.DISCONNECTED, "peer stopped answering");
        checks.retryAll(pair);
        checker.wake(nowNs);
        streams.start(nowNs);
    }

    /** When {@link #onDeadline} must be called at the latest. */
    long deadlineNs() {
        if (state == IceState.NEW || state == IceState.FAILED) {
            return Deadline.NEVER;
        }
        long next = Deadline.earlier(checker.deadlineNs(), connectByNs);
        next = Deadline.earlier(next, streams.deadlineNs(state != IceState.CONNECTED));
        return selected == null ? next : Deadline.earlier(next, consent.deadlineNs(state == IceState.CONNECTED));
    }

    /** Whether the peer proved to be at this address: it answered a check from there, or made one. */
    boolean isProven(int base, InetSocketAddress from) {
        CandidatePair chosen = selected;
        if (chosen != null && chosen.is(base, from)) {
            return true;
        }
        CandidatePair pair = checks.find(base, from);
        return pair != null && (pair.heard || pair.state == CandidatePair.State.SUCCEEDED);
    }

    private void become(IceState next, String reason) {
        if (state != next) {
            state = next;
            listener.onIceState(next, reason);
        }
    }
}
