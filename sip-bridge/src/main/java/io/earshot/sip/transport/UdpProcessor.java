package io.earshot.sip.transport;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * SIP over UDP (RFC 3261 section 18): one thread reads, parses and hands messages to the stack in the order they came;
 * any thread sends.
 */
final class UdpProcessor extends MessageProcessor {

    private static final int LARGEST_DATAGRAM = 65_535;

    private final DatagramSocket socket;
    private final InetSocketAddress local;
    private final Ingress ingress;
    private final TransportCounters counters;

    UdpProcessor(SIPTransactionStack stack, InetAddress address, DatagramSocket socket, Ingress ingress) {
        super(address, socket.getLocalPort(), "udp", stack);
        this.socket = socket;
        this.local = (InetSocketAddress) socket.getLocalSocketAddress();
        this.ingress = ingress;
        this.counters = ingress.counters();
    }

    /** JAIN-SIP's cue comes before the endpoint is ready; {@link #listen} is ours. */
    @Override
    public void start() {}

    void listen() {
        Thread.ofPlatform().daemon().name("sip-udp-" + local.getPort()).start(this::read);
    }

    private void read() {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST_DATAGRAM);
                socket.receive(packet);
                if (!ingress.admits(packet.getAddress())) {
                    continue;
                }
                byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
                ingress.accept(message, new UdpChannel(this, (InetSocketAddress) packet.getSocketAddress()), local);
            } catch (IOException e) {
                // Either the socket was closed, which ends the loop, or one datagram could not be read.
                counters.ignored.increment();
            }
        }
    }

    /** An interrupt of the calling thread must not close the socket of all calls, so it waits until after. */
    void send(byte[] message, InetSocketAddress to) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            ingress.tap(true, message, local, to, "UDP");
            socket.send(new DatagramPacket(message, message.length, to));
            counters.sent.increment();
        } catch (IOException | RuntimeException e) {
            counters.sendFailures.increment();
            throw e instanceof IOException io ? io : new IOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
        socket.close();
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
