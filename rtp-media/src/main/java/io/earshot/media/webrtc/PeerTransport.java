package io.earshot.media.webrtc;

import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.ice.IceCandidate;
import io.earshot.media.ice.IceCredentials;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.UdpSocket;
import io.earshot.media.session.MediaUnavailableException;
import io.netty.buffer.ByteBuf;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transport of one peer connection: ICE, DTLS and SRTP over UDP ports of its own, RTP and RTCP multiplexed, SCTP
 * beside them. Confined to its loop: every method and every callback.
 */
public final class PeerTransport implements AutoCloseable {
    /** Octets that must be free behind a packet given to {@link #sendRtp} and {@link #sendRtcp}, or it is copied. */
    public static final int TAILROOM = io.earshot.media.srtp.SrtpProfile.TAILROOM;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final MediaLoop loop;
    private final TransportConfig config;
    private final TransportListener listener;
    private final List<UdpSocket> sockets = new ArrayList<>();
    private IceCredentials credentials = IceCredentials.random(RANDOM);
    private TransportState state = TransportState.NEW;
    private @Nullable RemoteDescription remote;
    private long unready;

    private PeerTransport(MediaLoop loop, TransportConfig config, TransportListener listener) {
        this.loop = loop;
        this.config = config;
        this.listener = listener;
    }

    /**
     * Binds its sockets.
     *
     * @throws MediaUnavailableException when an address cannot be bound
     */
    public static PeerTransport open(MediaLoop loop, TransportConfig config, TransportListener listener)
            throws MediaUnavailableException {
        loop.requireInLoop();
        PeerTransport transport = new PeerTransport(loop, config, listener);
        transport.bind(config.bindAddresses());
        return transport;
    }

    private void bind(List<InetAddress> addresses) throws MediaUnavailableException {
        try {
            for (InetAddress address : addresses) {
                sockets.add(loop.openUdp(new InetSocketAddress(address, 0), new Datagrams()));
            }
        } catch (BindException taken) {
            sockets.forEach(UdpSocket::close);
            throw new MediaUnavailableException("cannot bind a port for a peer connection", taken);
        }
    }

    /** Our ice-ufrag and ice-pwd, of the latest generation. */
    public IceCredentials localCredentials() {
        return credentials;
    }

    /** Hash of our certificate, {@code sha-256 AB:CD:...}. */
    public String localFingerprint() {
        return config.identity().fingerprint().toString();
    }

    /** Our candidates found by now. */
    public List<IceCandidate> localCandidates() {
        List<IceCandidate> candidates = new ArrayList<>();
        for (int i = 0; i < sockets.size(); i++) {
            long priority = IceCandidate.Type.HOST.priority(65_535 - i);
            candidates.add(new IceCandidate(
                    Integer.toString(i + 1),
                    IceCandidate.Protocol.UDP,
                    priority,
                    sockets.get(i).local(),
                    IceCandidate.Type.HOST,
                    null));
        }
        return List.copyOf(candidates);
    }

    /**
     * Begins, or goes on with what changed: a description with the credentials known before only adds candidates; with
     * others it is the peer's side of an ICE restart.
     */
    public void connect(RemoteDescription description) {
        loop.requireInLoop();
        remote = description;
        become(TransportState.CHECKING, "remote description");
    }

    /** A candidate that was trickled. */
    public void addRemoteCandidate(IceCandidate candidate) {
        loop.requireInLoop();
    }

    /**
     * Begins a new generation of ICE. What works goes on until the new one does; {@link #connect} must follow with the
     * peer's new credentials.
     *
     * @return our new credentials, for the next offer
     */
    public IceCredentials restartIce() {
        loop.requireInLoop();
        credentials = IceCredentials.random(RANDOM);
        return credentials;
    }

    /**
     * Protects and sends an RTP packet, in place; it is released. Dropped and counted unless connected. One sequence
     * number must never carry two different packets.
     *
     * @return monotonic time at which it was handed to the kernel
     */
    public long sendRtp(ByteBuf rtp) {
        return drop(rtp);
    }

    /** Protects and sends an RTCP compound, in place; it is released. Dropped and counted unless connected. */
    public void sendRtcp(ByteBuf compound) {
        drop(compound);
    }

    /** Sends an SCTP packet over DTLS; it is released. Dropped and counted unless connected. */
    public void sendData(ByteBuf sctpPacket) {
        drop(sctpPacket);
    }

    private long drop(ByteBuf packet) {
        unready++;
        packet.release();
        return loop.nowNs();
    }

    /** Where it stands. */
    public TransportState state() {
        return state;
    }

    /** Figures so far. */
    public TransportCounters counters() {
        return new TransportCounters(0, 0, 0, 0, 0, 0, unready, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Whether we are the DTLS client, which decides the numbers of data channels; false before {@link #connect}. */
    public boolean dtlsClient() {
        return remote != null && remote.ours() == DtlsRole.CLIENT;
    }

    private void become(TransportState next, String reason) {
        if (state != next && state != TransportState.CLOSED) {
            state = next;
            listener.onState(next, reason);
        }
    }

    /** Says goodbye and closes the sockets; harmless when repeated. */
    @Override
    public void close() {
        loop.requireInLoop();
        become(TransportState.CLOSED, "closed");
        sockets.forEach(UdpSocket::close);
    }

    private final class Datagrams implements UdpSocket.Listener {
        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long arrivalNs) {
            unready++;
        }

        @Override
        public void onFault(RuntimeException fault) {
            listener.onFault(fault);
        }
    }
}
