package io.earshot.sip.transport;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.MessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.earshot.sip.wire.MessageTap;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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
    private final TransportLimits limits;
    private final TransportCounters counters;
    private final MessageTap tap;
    private final SourceGuard guard;
    private final Consumer<InetSocketAddress> onConnectionLost;
    private final Map<String, MessageProcessor> processors = new ConcurrentHashMap<>();

    private Transports(
            InetAddress address,
            DatagramSocket udp,
            ServerSocket tcp,
            TransportLimits limits,
            TransportCounters counters,
            MessageTap tap,
            SourceGuard guard,
            Consumer<InetSocketAddress> onConnectionLost) {
        this.address = address;
        this.udp = udp;
        this.tcp = tcp;
        this.limits = limits;
        this.counters = counters;
        this.tap = tap;
        this.guard = guard;
        this.onConnectionLost = onConnectionLost;
    }

    /**
     * Binds UDP and TCP. When both ports are 0 the same ephemeral number serves both.
     *
     * @param onConnectionLost told the peer of each TCP connection that ended, on any thread
     */
    public static Transports bind(
            InetAddress address,
            int udpPort,
            int tcpPort,
            TransportLimits limits,
            TransportCounters counters,
            MessageTap tap,
            SourceGuard guard,
            Consumer<InetSocketAddress> onConnectionLost)
            throws IOException {
        boolean paired = udpPort == 0 && tcpPort == 0;
        for (int attempt = 1; ; attempt++) {
            DatagramSocket udp = bindUdp(address, udpPort);
            int port = udp.getLocalPort();
            try {
                ServerSocket tcp = new ServerSocket(paired ? port : tcpPort, 512, address);
                return new Transports(address, udp, tcp, limits, counters, tap, guard, onConnectionLost);
            } catch (BindException e) {
                udp.close();
                if (!paired || attempt == ATTEMPTS) {
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

    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress unused, int port, String transport) throws IOException {
        Ingress ingress = new Ingress(stack, counters, tap, guard);
        MessageProcessor processor = transport.equalsIgnoreCase("udp")
                ? new UdpProcessor(stack, address, udp, ingress)
                : new TcpProcessor(stack, address, tcp, ingress, limits, onConnectionLost);
        processors.put(transport.toLowerCase(Locale.ROOT), processor);
        return processor;
    }

    /** The way to an address; opened in the background when there is none yet. */
    public SipChannel channel(String transport, InetSocketAddress peer) throws IOException {
        MessageProcessor processor = processors.get(transport.toLowerCase(Locale.ROOT));
        if (processor == null) {
            throw new IOException("no such transport");
        }
        return (SipChannel) processor.createMessageChannel(peer.getAddress(), peer.getPort());
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
    }
}
