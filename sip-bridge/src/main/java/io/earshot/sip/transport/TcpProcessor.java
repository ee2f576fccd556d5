package io.earshot.sip.transport;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.earshot.sip.wire.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * SIP over TCP or TLS (RFC 3261 section 18): accepts and opens connections, counts them against the limits, and answers on
 * the connection a request came by. Thread-safe because its tables are concurrent.
 */
final class TcpProcessor extends MessageProcessor {

    private static final long ACCEPT_PAUSE_NS = 10_000_000;

    private final @Nullable ServerSocket listener;
    private final @Nullable TlsWrap tls;
    private final Ingress ingress;
    private final TransportLimits limits;
    private final BiConsumer<InetSocketAddress, String> onLost;
    private final Map<InetSocketAddress, TcpConnection> connections = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> sources = new ConcurrentHashMap<>();

    /**
     * A processor that listens when asked to.
     *
     * @param listener null for one that only connects
     * @param tls what makes TLS of its connections; null for plain TCP
     */
    TcpProcessor(
            SIPTransactionStack stack,
            InetAddress address,
            int port,
            @Nullable ServerSocket listener,
            @Nullable TlsWrap tls,
            Ingress ingress,
            TransportLimits limits,
            BiConsumer<InetSocketAddress, String> onLost) {
        super(address, port, tls == null ? "tcp" : "tls", stack);
        this.listener = listener;
        this.tls = tls;
        this.ingress = ingress;
        this.limits = limits;
        this.onLost = onLost;
    }

    TransportLimits limits() {
        return limits;
    }

    TransportCounters counters() {
        return ingress.counters();
    }

    /** JAIN-SIP's cue comes before the endpoint is ready; {@link #listen} is ours. */
    @Override
    public void start() {}

    @Nullable
    TlsWrap tls() {
        return tls;
    }

    void listen() {
        ServerSocket open = listener;
        if (open != null) {
            Thread.ofPlatform()
                    .daemon()
                    .name("sip-" + getTransport() + "-" + open.getLocalPort())
                    .start(() -> accept(open));
        }
    }

    private void accept(ServerSocket open) {
        while (!open.isClosed()) {
            try {
                Socket socket = open.accept();
                InetSocketAddress peer = (InetSocketAddress) socket.getRemoteSocketAddress();
                if (!ingress.admits(peer.getAddress())) {
                    socket.close();
                } else if (admits(peer.getAddress()) && (tls == null || tls.admits(peer.getAddress()))) {
                    open(socket, peer, null);
                } else {
                    counters().connectionsRefused.increment();
                    ingress.flooded(peer.getAddress());
                    socket.close();
                }
            } catch (IOException e) {
                // Closed by stop(), or out of file descriptors: then the backlog holds the rest for a moment.
                LockSupport.parkNanos(ACCEPT_PAUSE_NS);
            }
        }
    }

    private boolean admits(InetAddress source) {
        return connections.size() < limits.maxConnections()
                && sources.getOrDefault(source, 0) < limits.maxConnectionsPerSource();
    }

    private TcpConnection open(Socket socket, InetSocketAddress peer, @Nullable String host) {
        TcpConnection connection = new TcpConnection(this, socket, peer, host);
        connections.put(peer, connection);
        sources.merge(peer.getAddress(), 1, Integer::sum);
        counters().connections.increment();
        connection.start();
        return connection;
    }

    void closed(TcpConnection connection) {
        connections.remove(connection.peer(), connection);
        sources.computeIfPresent(connection.peer().getAddress(), (_, count) -> count > 1 ? count - 1 : null);
        counters().connections.decrement();
        if (connection.matters()) {
            onLost.accept(connection.peer(), connection.reason());
        }
    }

    /** Takes a message; false when its source is let in no more, and neither is the connection. */
    boolean received(byte[] message, TcpChannel channel, Socket socket) {
        if (!ingress.admits(channel.peer().getAddress())) {
            return false;
        }
        ingress.accept(message, channel, (InetSocketAddress) socket.getLocalSocketAddress());
        return true;
    }

    void faulty(byte[] head, Verdict.Refuse refusal, TcpChannel channel, Socket socket) {
        counters().received.increment();
        ingress.tap(false, head, (InetSocketAddress) socket.getLocalSocketAddress(), channel.peer(), name());
        ingress.refuse(head, refusal, channel);
    }

    void tapSent(byte[] message, Socket socket, InetSocketAddress peer) {
        ingress.tap(true, message, (InetSocketAddress) socket.getLocalSocketAddress(), peer, name());
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws IOException {
        return createMessageChannel(Literals.address(target.getHost().getHostname()), target.getPort());
    }

    /** The open connection to that address, or a new one that connects in the background. */
    @Override
    public MessageChannel createMessageChannel(InetAddress target, int port) throws IOException {
        return channel(new InetSocketAddress(target, port > 0 ? port : getDefaultTargetPort()), null);
    }

    /**
     * The same, to an address that stands for {@code host}: over TLS the peer must prove to be that one (RFC 5922), a
     * connection that is open already included.
     *
     * @throws IOException when that connection's peer is known to be another
     */
    SipChannel channel(InetSocketAddress peer, @Nullable String host) throws IOException {
        TcpConnection known = connections.get(peer);
        if (known == null || !known.isOpen()) {
            return open(new Socket(), peer, host).channel();
        }
        if (tls != null && host != null) {
            known.require(host);
        }
        return known.channel();
    }

    private String name() {
        return tls == null ? "TCP" : "TLS";
    }

    @Override
    public void stop() {
        try {
            if (listener != null) {
                listener.close();
            }
        } catch (IOException e) {
            counters().sendFailures.increment();
        }
        connections.values().forEach(TcpConnection::close);
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return sipStack;
    }

    @Override
    public int getDefaultTargetPort() {
        return tls == null ? 5060 : 5061;
    }

    @Override
    public boolean isSecure() {
        return tls != null;
    }

    @Override
    public int getMaximumMessageSize() {
        return limits.maxMessageBytes();
    }

    @Override
    public boolean inUse() {
        return !connections.isEmpty();
    }
}
