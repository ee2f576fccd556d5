package io.earshot.sip.transport;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.ServerRequestInterface;
import gov.nist.javax.sip.stack.ServerResponseInterface;
import io.earshot.sip.wire.KeyMask;
import io.earshot.sip.wire.MessageGuard;
import io.earshot.sip.wire.MessageTap;
import io.earshot.sip.wire.RawReply;
import io.earshot.sip.wire.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in for every received message: tap, guard, parser, then the stack's transaction layer. Thread-safe because
 * it keeps no state between messages; each message is processed to its end on the thread that read it.
 */
final class Ingress {

    private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);

    private final SIPTransactionStack stack;
    private final TransportCounters counters;
    private final MessageTap tap;
    private final SourceGuard guard;

    Ingress(SIPTransactionStack stack, TransportCounters counters, MessageTap tap, SourceGuard guard) {
        this.stack = stack;
        this.counters = counters;
        this.tap = tap;
        this.guard = guard;
    }

    TransportCounters counters() {
        return counters;
    }

    /** Whether anything of a source is looked at; what is not is counted. */
    boolean admits(InetAddress source) {
        if (guard.admits(source)) {
            return true;
        }
        counters.barred.increment();
        return false;
    }

    /** A source went beyond a limit on its connections. */
    void flooded(InetAddress source) {
        guard.onFault(source, SourceGuard.Fault.FLOODED);
    }

    void tap(boolean outgoing, byte[] raw, InetSocketAddress local, InetSocketAddress remote, String transport) {
        tap.onMessage(outgoing, KeyMask.over(raw), local, remote, transport, System.nanoTime());
    }

    /** Takes one whole message. Never throws: what goes wrong here must not stop the reader. */
    void accept(byte[] raw, SipChannel channel, InetSocketAddress local) {
        counters.received.increment();
        try {
            tap(false, raw, local, channel.peer(), channel.transportName());
            if (!guard.admitsRequest(channel.peer().getAddress(), raw)) {
                counters.barred.increment();
                return;
            }
            switch (MessageGuard.judge(raw)) {
                case Verdict.Ignore ignored -> ignore(ignored, channel);
                case Verdict.Refuse refusal -> {
                    blame(refusal, channel);
                    refuse(raw, refusal, channel);
                }
                case Verdict.Fit(byte[] message) -> parse(raw, message, channel);
            }
        } catch (RuntimeException | StackOverflowError e) {
            counters.faults.increment();
            LOG.error("Message processing failed", e);
        }
    }

    private void ignore(Verdict.Ignore ignored, SipChannel channel) {
        counters.ignored.increment();
        if (!ignored.why().equals(Verdict.Ignore.KEEP_ALIVE)) {
            fault(channel, SourceGuard.Fault.MALFORMED);
        }
    }

    private void blame(Verdict.Refuse refusal, SipChannel channel) {
        boolean unserved = refusal.status() == 405 || refusal.status() == 501 || refusal.status() == 416;
        fault(channel, unserved ? SourceGuard.Fault.UNSERVED : SourceGuard.Fault.MALFORMED);
    }

    private void fault(SipChannel channel, SourceGuard.Fault fault) {
        guard.onFault(channel.peer().getAddress(), fault);
    }

    /** Answers a request that never reaches the stack. */
    void refuse(byte[] raw, Verdict.Refuse refusal, SipChannel channel) {
        byte[] reply = RawReply.to(raw, refusal, channel.peer());
        if (reply == null) {
            counters.ignored.increment();
            return;
        }
        counters.refused.increment();
        try {
            channel.write(reply);
        } catch (IOException e) {
            // Counted by the channel; there is nobody to tell.
        }
    }

    private void parse(byte[] raw, byte[] message, SipChannel channel) {
        SIPMessage parsed;
        try {
            parsed = new RequestParser().parseSIPMessage(message, true, false, Ingress::onBadHeader);
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            unparsable(raw, channel);
            return;
        }
        if (parsed instanceof ReceivedRequest request) {
            request.arrivedOver(channel.getTransport());
            request(raw, request, channel);
        } else if (parsed instanceof SIPResponse response) {
            response(response, channel);
        }
    }

    private void unparsable(byte[] raw, SipChannel channel) {
        fault(channel, SourceGuard.Fault.MALFORMED);
        boolean answered = raw.length > 4 && !(raw[0] == 'S' && raw[1] == 'I' && raw[2] == 'P' && raw[3] == '/');
        if (answered && !(raw[0] == 'A' && raw[1] == 'C' && raw[2] == 'K')) {
            refuse(raw, new Verdict.Refuse(400, "Bad Request - Malformed header field", List.of()), channel);
        } else {
            counters.ignored.increment();
        }
    }

    /** A header the stack needs must parse; any other stays as unparsed text (RFC 3261 section 8.2.2). */
    private static void onBadHeader(
            ParseException fault, SIPMessage message, @Nullable Class<?> type, String header, String text)
            throws ParseException {
        if (type != null && EssentialHeaders.contains(type)) {
            throw fault;
        }
        message.addUnparsed(header);
    }

    private void request(byte[] raw, SIPRequest request, SipChannel channel) {
        if (!EssentialHeaders.present(request)) {
            unparsable(raw, channel);
            return;
        }
        SipChannel answer = addressed(request, channel);
        stamp(request, answer);
        ServerRequestInterface handler = stack.newSIPServerRequest(request, answer);
        if (handler == null) {
            return;
        }
        try {
            handler.processRequest(request, answer);
        } finally {
            if (handler instanceof SIPServerTransaction transaction && !transaction.passToListener()) {
                transaction.releaseSem();
            }
        }
    }

    private void response(SIPResponse response, SipChannel channel) {
        if (!EssentialHeaders.present(response) || !answersOurs(response)) {
            counters.ignored.increment();
            fault(channel, SourceGuard.Fault.MALFORMED);
            return;
        }
        stamp(response, channel);
        ServerResponseInterface handler = stack.newSIPServerResponse(response, channel);
        if (handler == null) {
            return;
        }
        try {
            handler.processResponse(response, channel);
        } finally {
            if (handler instanceof SIPClientTransaction transaction && !transaction.passToListener()) {
                transaction.releaseSem();
            }
        }
    }

    /**
     * A response with a second Via (RFC 3261 section 8.1.3.3), or whose From tag is not that of its transaction's
     * request, was not made for us.
     */
    private boolean answersOurs(SIPResponse response) {
        if (response.getViaHeaders().size() != 1) {
            return false;
        }
        return !(stack.findTransaction(response.getTransactionId(), false) instanceof SIPClientTransaction transaction)
                || Objects.equals(transaction.getOriginalRequestFromTag(), response.getFromTag());
    }

    /**
     * Marks the top Via with the true source and finds where answers go (RFC 3261 18.2.1, RFC 3581 section 4). A
     * sent-by that is not the source means a translator in between, so that only the source port leads back.
     */
    private static SipChannel addressed(SIPRequest request, SipChannel channel) {
        Via via = request.getTopmostVia();
        InetSocketAddress source = channel.peer();
        String address = source.getAddress().getHostAddress();
        try {
            boolean symmetric = via.hasParameter(Via.RPORT) || !address.equals(bare(via.getHost()));
            if (symmetric) {
                via.setParameter(Via.RECEIVED, address);
                via.setParameter(Via.RPORT, Integer.toString(source.getPort()));
            }
            // An answer goes to where the request came from, not to an address the request names.
            via.removeParameter(Via.MADDR);
            if (symmetric || channel.isReliable()) {
                return channel;
            }
            return (SipChannel) channel.getMessageProcessor().createMessageChannel(source.getAddress(), via.getPort());
        } catch (ParseException | IOException e) {
            return channel;
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static void stamp(SIPMessage message, SipChannel channel) {
        message.setRemoteAddress(channel.peer().getAddress());
        message.setRemotePort(channel.peer().getPort());
        message.setPeerPacketSourceAddress(channel.peer().getAddress());
        message.setPeerPacketSourcePort(channel.peer().getPort());
        message.setLocalAddress(channel.getMessageProcessor().getIpAddress());
        message.setLocalPort(channel.getMessageProcessor().getPort());
    }
}
