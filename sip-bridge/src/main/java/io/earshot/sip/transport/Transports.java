package io.earshot.sip.transport;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.MessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.earshot.sip.tls.TlsKeeper;
import io.earshot.sip.wire.MessageTap;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Binds the sockets first, so that port 0 works and a taken port is told before the stack exists, then gives them to
 * the stack as its message processors. Confined to the thread that builds the endpoint.
 */
public final class Transports implements MessageProcessorFactory, AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int ATTEMPTS = 20;

    private final InetAddress address;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final @Nullable ServerSocket tls;
    private final TlsWrap wrap;
    private final TransportLimits limits;
    private final TransportCounters counters;
    private final MessageTap tap;
    private final SourceGuard guard;
    private final BiConsumer<InetSocketAddress, String> onConnectionLost;
    private final Map<String, MessageProcessor> processors = new ConcurrentHashMap<>();

    private Transports(
            InetAddress address,
            DatagramSocket udp,
            ServerSocket tcp,
            @Nullable ServerSocket tls,
            TlsWrap wrap,
            TransportLimits limits,
            TransportCounters counters,
            MessageTap tap,
            SourceGuard guard,
            BiConsumer<InetSocketAddress, String> onConnectionLost) {
        this.address = address;
        this.udp = udp;
        this.tcp = tcp;
        this.tls = tls;
        this.wrap = wrap;
        this.limits = limits;
        this.counters = counters;
        this.tap = tap;
        this.guard = guard;
        this.onConnectionLost = onConnectionLost;
    }

    /**
     * Binds UDP and TCP, and TLS if there is a certificate. When the ports of UDP and TCP are both 0 the same ephemeral
     * number serves both.
     *
     * @param trusted addresses whose TLS handshakes are not limited
     * @param onConnectionLost told the peer of each connection that ended, and why, on any thread
     */
    public static Transports bind(
            InetAddress address,
            int udpPort,
            int tcpPort,
            TlsKeeper certificates,
            Set<String> trusted,
            TransportLimits limits,
            TransportCounters counters,
            MessageTap tap,
            SourceGuard guard,
            BiConsumer<InetSocketAddress, String> onConnectionLost)
            throws IOException {
        TlsWrap wrap = new TlsWrap(certificates, trusted);
        ServerSocket tls = certificates.config().listens()
                ? new ServerSocket(certificates.config().port(), 512, address)
                : null;
        boolean paired = udpPort == 0 && tcpPort == 0;
        for (int attempt = 1; ; attempt++) {
            DatagramSocket udp = bindUdp(address, udpPort);
            int port = udp.getLocalPort();
            try {
                ServerSocket tcp = new ServerSocket(paired ? port : tcpPort, 512, address);
                return new Transports(address, udp, tcp, tls, wrap, limits, counters, tap, guard, onConnectionLost);
            } catch (BindException e) {
                udp.close();
                if (!paired || attempt == ATTEMPTS) {
                    close(tls);
                    throw e;
                }
            }
        }
    }

    private static DatagramSocket bindUdp(InetAddress address, int port) throws IOException {
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(address, port));
        udp.setReceiveBufferSize(BUFFER_BYTES);
        udp.setSendBufferSize(BUFFER_BYTES);
        return udp;
    }

    public int udpPort() {
        return udp.getLocalPort();
    }

    public int tcpPort() {
        return tcp.getLocalPort();
    }

    /** The TLS port; without a listener that of TCP, since a name is needed for the connections that we open. */
    public int tlsPort() {
        return tls == null ? tcpPort() : tls.getLocalPort();
    }

    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress unused, int port, String transport) throws IOException {
        Ingress ingress = new Ingress(stack, counters, tap, guard);
        MessageProcessor processor = switch (transport.toLowerCase(Locale.ROOT)) {
            case "udp" -> new UdpProcessor(stack, address, udp, ingress);
            case "tls" -> new TcpProcessor(stack, address, tlsPort(), tls, wrap, ingress, limits, onConnectionLost);
            default -> new TcpProcessor(stack, address, tcpPort(), tcp, null, ingress, limits, onConnectionLost);
        };
        processors.put(transport.toLowerCase(Locale.ROOT), processor);
        return processor;
    }

    /** The way to an address; opened in the background when there is none yet. */
    public SipChannel channel(String transport, InetSocketAddress peer) throws IOException {
        return channel(transport, peer, null);
    }

    /** The same to an address found by a name, which over TLS the peer must prove to have. */
    public SipChannel channel(String transport, InetSocketAddress peer, @Nullable String host) throws IOException {
        return switch (processors.get(transport.toLowerCase(Locale.ROOT))) {
            case TcpProcessor streams -> streams.channel(peer, host);
            case UdpProcessor datagrams ->
                (SipChannel) datagrams.createMessageChannel(peer.getAddress(), peer.getPort());
            case null, default -> throw new IOException("no such transport");
        };
    }

    /** Begins to take messages: call once the endpoint can handle them. */
    public void listen() {
        for (MessageProcessor processor : processors.values()) {
            switch (processor) {
                case UdpProcessor datagrams -> datagrams.listen();
                case TcpProcessor streams -> streams.listen();
                default -> throw new IllegalStateException("unknown processor");
            }
        }
    }

    /** Closes the sockets and every connection; safe to call again. */
    public void stop() {
        processors.values().forEach(MessageProcessor::stop);
    }

    /** Closes the sockets of an endpoint that could not be built; otherwise the stack closes them. */
    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        close(tls);
    }

    private static void close(@Nullable ServerSocket socket) throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
