package io.earshot.media.webrtc;

import io.earshot.media.dtls.DtlsEnd;
import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.ice.IceCandidate;
import io.earshot.media.ice.IceConfig;
import io.earshot.media.ice.IceCredentials;
import io.earshot.media.ice.IceSession;
import io.earshot.media.ice.IceState;
import io.earshot.media.ice.IceWire;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.session.MediaUnavailableException;
import io.earshot.media.session.TransportTimes;
import io.earshot.media.srtp.SrtpProfile;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport of one peer connection: ICE, DTLS and SRTP over UDP ports of its own, or TCP where that fails, RTP and RTCP multiplexed, SCTP
 * beside them. Confined to its loop: every method and every callback.
 */
public final class PeerTransport implements AutoCloseable {
    /** Octets that should be free behind a packet given to {@link #sendRtp} and {@link #sendRtcp}, or it grows. */
    public static final int TAILROOM = SrtpProfile.TAILROOM;

    private static final Logger LOG = LoggerFactory.getLogger(PeerTransport.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MediaLoop loop;
    private final TransportConfig config;
    private final TransportListener listener;
    private final Counts counts = new Counts();
    private final Links links;
    private final IceSession ice;
    private final Alarm alarm;
    private final SecureChannel channel;
    private TransportState state = TransportState.NEW;
    private @Nullable RemoteDescription remote;
    private boolean handshakeFailed;
    private TransportTimes times = TransportTimes.NONE;
    private int base;
    private @Nullable InetSocketAddress peer;

    private PeerTransport(MediaLoop loop, TransportConfig config, TransportListener listener)
            throws MediaUnavailableException {
        this.loop = loop;
        this.config = config;
        this.listener = listener;
        this.links = Links.open(loop, config.bindAddresses(), new Datagrams());
        this.ice = new IceSession(times(config), links.bases(), RANDOM, new StunOut(), new IceEvents());
        this.channel = new SecureChannel(loop, config, listener, counts, new ChannelEvents());
        this.alarm = new Alarm(loop, this::onDeadline);
    }

    /**
     * Makes everything ready that a process needs once: libraries, ciphers, classes. Takes some hundred milliseconds, so
     * that the first join does not. Not for a media loop.
     *
     * @return whether all of it worked in time; a join may still succeed when not
     */
    public static boolean warm(TransportConfig config) {
        return WarmUp.run(config);
    }

    /**
     * Binds its sockets and begins to ask the STUN servers.
     *
     * @throws MediaUnavailableException when an address cannot be bound
     */
    public static PeerTransport open(MediaLoop loop, TransportConfig config, TransportListener listener)
            throws MediaUnavailableException {
        loop.requireInLoop();
        PeerTransport transport = new PeerTransport(loop, config, listener);
        transport.ice.gather(config.stunServers(), loop.nowNs());
        transport.rearm();
        return transport;
    }

    private static IceConfig times(TransportConfig config) {
        return new IceConfig(
                config.connectTimeout().toNanos(),
                config.disconnectedAfter().toNanos(),
                config.failedAfter().toNanos());
    }

    /** Our ice-ufrag and ice-pwd, of the latest generation. */
    public IceCredentials localCredentials() {
        return ice.credentials();
    }

    /** Hash of our certificate, {@code sha-256 AB:CD:...}. */
    public String localFingerprint() {
        return config.identity().fingerprint().toString();
    }

    /** Our candidates found by now. */
    public List<IceCandidate> localCandidates() {
        return ice.candidates().stream().filter(config.candidates()::ours).toList();
    }

    /**
     * Begins, or goes on with what changed: a description with the credentials known before only adds candidates; with
     * others it is the peer's side of an ICE restart. Certificate and DTLS role are those of the first one.
     */
    public void connect(RemoteDescription description) {
        loop.requireInLoop();
        if (state == TransportState.CLOSED) {
            return;
        }
        remote = remote == null ? description : remote;
        long nowNs = loop.nowNs();
        ice.connect(description.credentials(), description.controlling(), description.iceLite(), nowNs);
        description.candidates().stream()
                .filter(config.candidates()::theirs)
                .forEach(candidate -> ice.addRemote(candidate, nowNs));
        onDeadline();
    }

    /** A candidate that was trickled; may come before {@link #connect}. */
    public void addRemoteCandidate(IceCandidate candidate) {
        loop.requireInLoop();
        if (state != TransportState.CLOSED && config.candidates().theirs(candidate)) {
            ice.addRemote(candidate, loop.nowNs());
            onDeadline();
        }
    }

    /**
     * Begins a new generation of ICE. What works goes on until the new one does; {@link #connect} must follow with the
     * peer's new credentials.
     *
     * @return our new credentials, for the next offer
     */
    public IceCredentials restartIce() {
        loop.requireInLoop();
        return ice.restart();
    }

    /**
     * Protects and sends an RTP packet, in place; it is released. Dropped and counted unless connected. One sequence
     * number must never carry two different packets.
     *
     * @return monotonic time at which it was handed to the kernel
     */
    public long sendRtp(ByteBuf rtp) {
        InetSocketAddress to = peer;
        if (to == null || !isSending()) {
            return unready(rtp);
        }
        long nowNs = loop.nowNs();
        if (!channel.protectRtp(rtp, nowNs)) {
            rtp.release();
            return nowNs;
        }
        return links.send(base, rtp, to);
    }

    /** Protects and sends an RTCP compound, in place; it is released. Dropped and counted unless connected. */
    public void sendRtcp(ByteBuf compound) {
        InetSocketAddress to = peer;
        if (to == null || !isSending()) {
            unready(compound);
        } else if (channel.protectRtcp(compound, loop.nowNs())) {
            links.send(base, compound, to);
        } else {
            compound.release();
        }
    }

    /** Sends an SCTP packet over DTLS; it is released. Dropped and counted unless connected. */
    public void sendData(ByteBuf sctpPacket) {
        if (isSending() && channel.sendData(sctpPacket)) {
            sctpPacket.release();
        } else {
            unready(sctpPacket);
        }
    }

    /** While consent is in doubt we go on; once it is gone we must not (RFC 7675, section 5.1). */
    private boolean isSending() {
        return state == TransportState.CONNECTED || state == TransportState.DISCONNECTED;
    }

    private long unready(ByteBuf packet) {
        counts.unready++;
        packet.release();
        return loop.nowNs();
    }

    /** Where it stands. */
    public TransportState state() {
        return state;
    }

    /** When it got how far for the first time. */
    public TransportTimes times() {
        return times;
    }

    /** Figures so far. */
    public TransportCounters counters() {
        return channel.counters(ice.counters());
    }

    /** Whether we are the DTLS client, which decides the numbers of data channels; false before {@link #connect}. */
    public boolean dtlsClient() {
        return remote != null && remote.ours() == DtlsRole.CLIENT;
    }

    /** Says goodbye and closes the sockets; harmless when repeated. */
    @Override
    public void close() {
        loop.requireInLoop();
        end(TransportState.CLOSED, "closed");
    }

    private void sendDtls(byte[] octets, int offset, int length) {
        InetSocketAddress to = peer;
        if (to != null && state != TransportState.CLOSED) {
            links.send(base, octets, offset, length, to);
        }
    }

    private void onDeadline() {
        if (state == TransportState.CLOSED) {
            return;
        }
        try {
            ice.onDeadline(loop.nowNs());
        } catch (RuntimeException bug) {
            listener.onFault(bug);
        }
        rearm();
    }

    private void rearm() {
        if (state != TransportState.CLOSED) {
            alarm.set(ice.deadlineNs());
        }
    }

    private void become(TransportState next, String reason) {
        if (state != next && state != TransportState.CLOSED) {
            state = next;
            note(next);
            listener.onState(next, reason);
        }
    }

    private void note(TransportState reached) {
        long nowNs = loop.nowNs();
        times = switch (reached) {
            case CHECKING -> times.checkingNs() < 0 ? new TransportTimes(nowNs, -1, -1) : times;
            case HANDSHAKING ->
                times.selectedNs() < 0
                        ? new TransportTimes(times.checkingNs() < 0 ? nowNs : times.checkingNs(), nowNs, -1)
                        : times;
            case CONNECTED ->
                times.selectedNs() >= 0 && times.securedNs() < 0
                        ? new TransportTimes(times.checkingNs(), times.selectedNs(), nowNs)
                        : times;
            case NEW, DISCONNECTED, FAILED, CLOSED -> times;
        };
    }

    private void end(TransportState last, String reason) {
        if (state == TransportState.CLOSED) {
            return;
        }
        channel.close();
        alarm.cancel();
        links.close();
        logRefusals();
        become(last, reason);
    }

    /** Once a transport, so that whoever is attacked or misrouted finds it; never a line a packet. */
    private void logRefusals() {
        String refusals = counters().refusals();
        if (!refusals.isEmpty()) {
            LOG.info("media transport with {} refused: {}", peer, refusals);
        }
    }

    private void onSecured(PacketKind kind, ByteBuf datagram, int from, InetSocketAddress sender, long arrivalNs) {
        if (!ice.isProven(from, sender)) {
            counts.strangers++;
        } else if (kind == PacketKind.RTP) {
            channel.onRtp(datagram, arrivalNs);
        } else if (kind == PacketKind.RTCP) {
            channel.onRtcp(datagram, arrivalNs);
        } else {
            channel.onDtls(datagram, arrivalNs);
        }
    }

    private final class Datagrams implements Links.Listener {
        @Override
        public void onDatagram(ByteBuf datagram, int from, InetSocketAddress sender, long arrivalNs) {
            if (state == TransportState.CLOSED) {
                return;
            }
            PacketKind kind = PacketKind.of(datagram);
            switch (kind) {
                case STUN -> {
                    ice.onDatagram(datagram, from, sender, arrivalNs);
                    PeerTransport.this.onDeadline();
                }
                case DTLS, RTP, RTCP -> onSecured(kind, datagram, from, sender, arrivalNs);
                case UNKNOWN -> counts.unknown++;
            }
        }

        @Override
        public void onConnected(int number, InetSocketAddress local, InetSocketAddress remoteEnd) {
            ice.onConnected(number, local, remoteEnd, loop.nowNs());
            PeerTransport.this.onDeadline();
        }

        @Override
        public void onBroken(int broken) {
            ice.onBroken(broken, loop.nowNs());
            PeerTransport.this.onDeadline();
        }

        @Override
        public void onFault(RuntimeException fault) {
            listener.onFault(fault);
        }
    }

    private final class StunOut implements IceWire {
        @Override
        public void send(int from, byte[] octets, int length, InetSocketAddress to) {
            links.send(from, octets, 0, length, to);
        }

        @Override
        public void connect(InetSocketAddress to) {
            links.connect(to);
        }
    }

    private final class IceEvents implements IceSession.Listener {
        @Override
        public void onSelected(int selectedBase, InetSocketAddress selected) {
            base = selectedBase;
            peer = selected;
        }

        @Override
        public void onIceState(IceState now, String reason) {
            if (handshakeFailed) {
                return;
            }
            switch (now) {
                case NEW -> {}
                case CHECKING -> become(TransportState.CHECKING, reason);
                case CONNECTED -> onIceConnected(reason);
                case DISCONNECTED -> onIceDisconnected(reason);
                case FAILED -> become(TransportState.FAILED, reason);
            }
        }

        private void onIceConnected(String reason) {
            RemoteDescription description = remote;
            if (channel.isSecure()) {
                become(TransportState.CONNECTED, reason);
                return;
            }
            become(TransportState.HANDSHAKING, reason);
            if (!channel.isBegun() && description != null && state == TransportState.HANDSHAKING) {
                channel.begin(description, PeerTransport.this::sendDtls);
            }
        }

        /** During the handshake DTLS has its own patience. */
        private void onIceDisconnected(String reason) {
            if (channel.isSecure()) {
                become(TransportState.DISCONNECTED, reason);
            }
        }

        @Override
        public void onLocalCandidate(IceCandidate candidate) {
            if (config.candidates().ours(candidate)) {
                listener.onLocalCandidate(candidate);
            }
        }
    }

    private final class ChannelEvents implements SecureChannel.Events {
        @Override
        public void onSecure() {
            become(TransportState.CONNECTED, "DTLS connected");
        }

        @Override
        public void onEnded(DtlsEnd how, String reason) {
            if (how == DtlsEnd.CLOSED) {
                end(TransportState.CLOSED, reason);
            } else {
                handshakeFailed = true;
                become(TransportState.FAILED, reason);
            }
        }
    }
}
