package io.earshot.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.HopImpl;
import io.earshot.sip.log.QuietServerLogger;
import io.earshot.sip.log.Slf4jStackLogger;
import io.earshot.sip.transport.SipChannel;
import io.earshot.sip.transport.TransactionStack;
import io.earshot.sip.transport.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.ClientTransaction;
import javax.sip.ListeningPoint;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;

/**
 * JAIN-SIP as used here: its parser, encoder and transactions (RFC 3261 section 17), with dialogs switched off and our
 * sockets underneath. Thread-safe because JAIN-SIP locks each transaction.
 */
final class JainStack implements AutoCloseable {

    private static final AtomicLong NAMES = new AtomicLong();

    private final TransactionStack stack;
    private final SipProvider provider;
    private final Transports transports;

    JainStack(Transports transports, String host, SipListener listener) {
        this.transports = transports;
        Slf4jStackLogger.install();
        try {
            stack = new TransactionStack(properties(), transports);
            ListeningPoint udp = stack.createListeningPoint(host, transports.udpPort(), "udp");
            ListeningPoint tcp = stack.createListeningPoint(host, transports.tcpPort(), "tcp");
            provider = stack.createSipProvider(udp);
            provider.addListeningPoint(tcp);
            provider.addListeningPoint(stack.createListeningPoint(host, transports.tlsPort(), "tls"));
            provider.setAutomaticDialogSupportEnabled(false);
            provider.addSipListener(listener);
            stack.start();
        } catch (Exception e) {
            throw new IllegalStateException("JAIN-SIP did not start: " + e.getMessage(), e);
        }
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "earshot-" + NAMES.incrementAndGet());
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        properties.setProperty("javax.sip.ROUTER_PATH", PresetRouter.class.getName());
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", Slf4jStackLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", QuietServerLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        properties.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        properties.setProperty("gov.nist.javax.sip.DELIVER_UNSOLICITED_NOTIFY", "true");
        properties.setProperty("gov.nist.javax.sip.AGGRESSIVE_CLEANUP", "true");
        return properties;
    }

    /** The transaction of a request that will be answered with {@link #reply}. */
    ServerTransaction transaction(SIPRequest request) throws SipException {
        return provider.getNewServerTransaction(request);
    }

    void reply(ServerTransaction transaction, SIPResponse response) throws SipException {
        try {
            transaction.sendResponse(response);
        } catch (javax.sip.InvalidArgumentException e) {
            throw new SipException("invalid response", e);
        }
    }

    /** Answers without a transaction: the same request would get the same answer again (RFC 3261 section 8.2.7). */
    void replyStateless(SIPRequest request, SIPResponse response) {
        try {
            ((SipChannel) request.getMessageChannel()).sendMessage(response);
        } catch (IOException e) {
            // Counted by the transport; the peer will ask again.
        }
    }

    /** Sends a request in a client transaction. */
    ClientTransaction send(SIPRequest request, InetSocketAddress hop, Waiting waiting) throws SipException {
        String transport = request.getTopmostVia().getTransport();
        request.setApplicationData(new HopImpl(hop.getAddress().getHostAddress(), hop.getPort(), transport));
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(waiting);
        transaction.sendRequest();
        return transaction;
    }

    /** The way to an address, opened when there is none. */
    SipChannel channel(String transport, InetSocketAddress peer) throws IOException {
        return transports.channel(transport, peer);
    }

    /** The same to an address that stands for {@code host}, as over TLS the peer must prove. */
    SipChannel channel(String transport, InetSocketAddress peer, String host) throws IOException {
        return transports.channel(transport, peer, host);
    }

    /** Closes the sockets at once; JAIN-SIP, which sleeps for a second while it stops, does so on its own. */
    @Override
    public void close() {
        transports.stop();
        Thread.ofVirtual().name("sip-stack-stop").start(stack::stop);
    }
}
