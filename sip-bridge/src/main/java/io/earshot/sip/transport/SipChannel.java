package io.earshot.sip.transport;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.RawMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** One peer address as JAIN-SIP sees it. Thread-safe because {@link #write} is. */
public abstract class SipChannel extends MessageChannel implements RawMessageChannel {

    private final SIPTransactionStack stack;
    private final InetSocketAddress peer;

    SipChannel(MessageProcessor processor, InetSocketAddress peer) {
        this.messageProcessor = processor;
        this.stack = processor.getSIPStack();
        this.peer = peer;
    }

    /** Sends one encoded message to the peer; never blocks. */
    public abstract void write(byte[] message) throws IOException;

    /** Whether the peer can still be reached this way; always so for datagrams. */
    public abstract boolean isOpen();

    /** Keeps the connection open while a call needs it; a no-op for datagrams. */
    public abstract void retain();

    /** Undoes {@link #retain}. */
    public abstract void release();

    /** Where the peer's messages come from. */
    public final InetSocketAddress peer() {
        return peer;
    }

    @Override
    public final void sendMessage(SIPMessage message) throws IOException {
        write(message.encodeAsBytes(getTransport()));
    }

    /** JAIN-SIP's short cut for a message to ourselves: it takes the road like any other. */
    @Override
    public final void processMessage(SIPMessage message) throws IOException {
        sendMessage(message);
    }

    @Override
    protected final void sendMessage(byte[] message, InetAddress address, int port, boolean reconnect)
            throws IOException {
        write(message);
    }

    @Override
    public final SIPTransactionStack getSIPStack() {
        return stack;
    }

    @Override
    public final String getTransport() {
        return messageProcessor.getTransport();
    }

    @Override
    public final boolean isSecure() {
        return messageProcessor.isSecure();
    }

    /** Whom the peer's certificate names (RFC 5922), once it has been checked; nobody without TLS or certificate. */
    public List<String> peerNames() {
        return List.of();
    }

    /** {@code UDP}, {@code TCP} or {@code TLS}. */
    public final String transportName() {
        if (!isReliable()) {
            return "UDP";
        }
        return isSecure() ? "TLS" : "TCP";
    }

    @Override
    public final String getPeerAddress() {
        return peer.getAddress().getHostAddress();
    }

    @Override
    protected final InetAddress getPeerInetAddress() {
        return peer.getAddress();
    }

    @Override
    protected final String getPeerProtocol() {
        return getTransport();
    }

    @Override
    public final int getPeerPort() {
        return peer.getPort();
    }

    @Override
    public final int getPeerPacketSourcePort() {
        return peer.getPort();
    }

    @Override
    public final InetAddress getPeerPacketSourceAddress() {
        return peer.getAddress();
    }

    @Override
    public final String getKey() {
        return getKey(peer.getAddress(), peer.getPort(), getTransport());
    }

    @Override
    public final String getViaHost() {
        return messageProcessor.getIpAddress().getHostAddress();
    }

    @Override
    public final int getViaPort() {
        return messageProcessor.getPort();
    }
}
