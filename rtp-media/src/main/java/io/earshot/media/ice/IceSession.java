package io.earshot.media.ice;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * ICE of one transport through all its restarts (RFC 8445, RFC 8489, RFC 7675). While a new generation looks for a pair, the
 * old one goes on. Confined to its transport's loop; sans-IO.
 */
public final class IceSession {
    /** Hears what happens, from within the session's methods. */
    public interface Listener extends IceListener {
        /** A STUN server told us another address of ours. */
        void onLocalCandidate(IceCandidate candidate);
    }

    /** Active (RFC 6544, section 4.2). */
    private static final int STREAM_PREFERENCE = 6 << 13;

    private final IceConfig config;
    private final List<LocalBase> bases;
    private final RandomGenerator random;
    private final IceWire wire;
    private final Listener listener;
    private final IceCounters counters = new IceCounters();
    private final StunReader reader = new StunReader();
    private final ReflexiveGatherer gatherer;
    private IceAgent current;
    private @Nullable IceAgent next;

    /**
     * A session that answers checks from now on.
     *
     * @param bases where its sockets are bound
     * @param random cryptographically strong: passwords and transaction ids come from it
     */
    public IceSession(
            IceConfig config, List<LocalBase> bases, RandomGenerator random, IceWire wire, Listener listener) {
        this.config = config;
        this.bases = new ArrayList<>(bases);
        this.random = random;
        this.wire = wire;
        this.listener = listener;
        this.gatherer = new ReflexiveGatherer(this.bases, wire);
        this.current = agent(IceCredentials.random(random));
    }

    private IceAgent agent(IceCredentials credentials) {
        Generation events = new Generation();
        IceAgent agent = new IceAgent(config, credentials, bases, random, wire, events, counters);
        events.agent = agent;
        return agent;
    }

    /** Asks these servers for our public addresses. */
    public void gather(List<InetSocketAddress> stunServers, long nowNs) {
        gatherer.ask(stunServers, random, nowNs);
    }

    /** Our credentials, of the latest generation. */
    public IceCredentials credentials() {
        return latest().local();
    }

    private IceAgent latest() {
        return next == null ? current : next;
    }

    /** Our candidates found by now. */
    public List<IceCandidate> candidates() {
        List<IceCandidate> candidates = new ArrayList<>();
        bases.stream().filter(base -> base.peer() == null).forEach(base -> candidates.add(base.host()));
        candidates.addAll(gatherer.found());
        return List.copyOf(candidates);
    }

    /**
     * The peer's credentials: starts the latest generation. Credentials known before change nothing; others mean that the
     * peer restarts.
     *
     * @param controlling whether we made the offer
     * @param lite whether the peer only answers
     */
    public void connect(IceCredentials peer, boolean controlling, boolean lite, long nowNs) {
        IceAgent target = latest();
        IceCredentials known = target.remote();
        if (known == null) {
            target.start(peer, controlling, lite, nowNs);
        } else if (!known.equals(peer)) {
            IceAgent fresh = agent(target.local());
            next = fresh;
            fresh.start(peer, controlling, lite, nowNs);
        }
    }

    /** A remote candidate for the latest generation; may come before its credentials. */
    public void addRemote(IceCandidate candidate, long nowNs) {
        latest().addRemote(candidate, nowNs);
    }

    /**
     * A TCP connection that {@link IceWire#connect} asked for is up.
     *
     * @param base its number: that of one that broke, or the next
     */
    public void onConnected(int base, InetSocketAddress local, InetSocketAddress peer, long nowNs) {
        LocalBase stream = new LocalBase(local, STREAM_PREFERENCE, peer);
        if (base < bases.size()) {
            bases.set(base, stream);
        } else {
            bases.add(stream);
        }
        latest().onConnected(base, peer, nowNs);
    }

    /** A TCP connection broke; its base carries nothing any more. */
    public void onBroken(int base, long nowNs) {
        current.onBroken(base, nowNs);
        latest().onBroken(base, nowNs);
    }

    /** A candidate came that nobody could read. */
    public void ignoreCandidate() {
        counters.ignoredCandidates++;
    }

    /** Begins a new generation, which {@link #connect} starts. Returns its credentials. */
    public IceCredentials restart() {
        IceAgent fresh = agent(IceCredentials.random(random));
        next = fresh;
        return fresh.local();
    }

    /** A datagram that looks like STUN (RFC 7983); borrowed. */
    public void onDatagram(ByteBuf datagram, int base, InetSocketAddress from, long nowNs) {
        if (reader.wrap(datagram) != StunStatus.OK || reader.method() != Stun.BINDING) {
            counters.malformed++;
            return;
        }
        switch (reader.kind()) {
            case REQUEST -> onRequest(base, from, nowNs);
            case SUCCESS, ERROR -> onResponse(base, from, nowNs);
            case INDICATION -> {}
        }
    }

    /** Strangers get no answer, not even an error: nobody shall use us to flood a third party. */
    private void onRequest(int base, InetSocketAddress from, long nowNs) {
        String username = reader.username();
        IceAgent latest = latest();
        if (latest.isAddressed(username)) {
            latest.onRequest(reader, base, from, nowNs);
        } else if (current.isAddressed(username)) {
            current.onRequest(reader, base, from, nowNs);
        } else {
            counters.refused++;
        }
    }

    private void onResponse(int base, InetSocketAddress from, long nowNs) {
        if (gatherer.answers(reader, base, from)) {
            IceCandidate candidate = gatherer.take(reader, base);
            if (candidate != null) {
                listener.onLocalCandidate(candidate);
            }
        } else if (!latest().onResponse(reader, base, from, nowNs) && !current.onResponse(reader, base, from, nowNs)) {
            counters.unmatched++;
        }
    }

    /** Does what is due. */
    public void onDeadline(long nowNs) {
        gatherer.onDeadline(nowNs);
        current.onDeadline(nowNs);
        IceAgent fresh = next;
        if (fresh != null) {
            fresh.onDeadline(nowNs);
        }
    }

    /** When {@link #onDeadline} must be called at the latest; {@link Long#MAX_VALUE}: not at all. */
    public long deadlineNs() {
        long due = Deadline.earlier(gatherer.deadlineNs(), current.deadlineNs());
        return next == null ? due : Deadline.earlier(due, next.deadlineNs());
    }

    /** Whether the peer has proved to be at this address, so that its DTLS and SRTP may be heard. */
    public boolean isProven(int base, InetSocketAddress from) {
        return current.isProven(base, from) || (next != null && next.isProven(base, from));
    }

    /** What was ignored, of all generations. */
    public IceCounters counters() {
        return counters;
    }

    /** State of the generation that carries media. */
    public IceState state() {
        return current.state();
    }

    /** Events of one generation; those of a new one count from its first selection on. */
    private final class Generation implements IceListener {
        private @Nullable IceAgent agent;

        @Override
        public void onSelected(int base, InetSocketAddress remote) {
            if (agent != null && agent == next) {
                current = agent;
                next = null;
            }
            if (agent == current) {
                listener.onSelected(base, remote);
            }
        }

        @Override
        public void onIceState(IceState state, String reason) {
            if (agent == current) {
                listener.onIceState(state, reason);
            } else if (agent == next) {
                onNextState(state, reason);
            }
        }

        /** A restart that fails matters only when there is nothing left to go on with. */
        private void onNextState(IceState state, String reason) {
            boolean dead = current.state() == IceState.FAILED;
            if (state == IceState.FAILED) {
                next = null;
            }
            if (dead) {
                listener.onIceState(state, reason);
            }
        }
    }
}
