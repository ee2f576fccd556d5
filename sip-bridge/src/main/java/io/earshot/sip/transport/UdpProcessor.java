package io.earshot.sip.transport;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * SIP over UDP (RFC 3261 section 18): one thread reads, parses and hands messages to the stack in the order they came;
 * any thread sends.
 */
final class UdpProcessor extends MessageProcessor {

    private static final int LARGEST_DATAGRAM = 65_535;

    private final DatagramChannel socket;
    private final InetSocketAddress local;
    private final Ingress ingress;
    private final TransportCounters counters;

    UdpProcessor(SIPTransactionStack stack, InetAddress address, DatagramChannel socket, Ingress ingress)
            throws IOException {
        super(address, ((InetSocketAddress) socket.getLocalAddress()).getPort(), "udp", stack);
        this.socket = socket;
        this.local = (InetSocketAddress) socket.getLocalAddress();
        this.ingress = ingress;
        this.counters = ingress.counters();
    }

    @Override
    public void start() {
        Thread.ofPlatform().daemon().name("sip-udp-" + local.getPort()).start(this::read);
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        while (socket.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress source = (InetSocketAddress) socket.receive(buffer);
                byte[] message = new byte[buffer.flip().remaining()];
                buffer.get(message);
                ingress.accept(message, new UdpChannel(this, source), local);
            } catch (IOException e) {
                // Either the socket was closed, which ends the loop, or one datagram could not be read.
                counters.ignored.increment();
            }
        }
    }

    void send(byte[] message, InetSocketAddress to) throws IOException {
        try {
            ingress.tap(true, message, local, to, "UDP");
            socket.send(ByteBuffer.wrap(message), to);
            counters.sent.increment();
        } catch (IOException | RuntimeException e) {
            counters.sendFailures.increment();
            throw e instanceof IOException io ? io : new IOException(e);
        }
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws IOException {
        return createMessageChannel(Literals.address(target.getHost().getHostname()), target.getPort());
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress target, int port) {
        return new UdpChannel(this, new InetSocketAddress(target, port > 0 ? port : 5060));
    }

    @Override
    public void stop() {
        try {
            socket.close();
        } catch (IOException e) {
            counters.sendFailures.increment();
        }
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return sipStack;
    }

    @Override
    public int getDefaultTargetPort() {
        return 5060;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public int getMaximumMessageSize() {
        return LARGEST_DATAGRAM;
    }

    @Override
    public boolean inUse() {
        return false;
    }
}
