package io.earshot.sip;

import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.message.SIPRequest;
import io.earshot.sip.tls.TlsKeeper;
import io.earshot.sip.transport.Literals;
import io.earshot.sip.transport.SipChannel;
import io.earshot.sip.transport.SourceGuard;
import io.earshot.sip.transport.Transports;
import io.earshot.sip.wire.MessageTap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SIP user agent on one UDP, one TCP and, with a certificate, one TLS port: takes calls, places calls, answers OPTIONS. Thread-safe because calls
 * live on their own executors and the shared tables are concurrent.
 */
public final class SipEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SipEndpoint.class);
    private static final long PENDING_LIMIT_NS = TimeUnit.MINUTES.toNanos(5);
    private static final int FULL_RETRY_AFTER_S = 10;

    private final SipConfig config;
    private final CallExecutors executors;
    private final IncomingCallHandler handler;
    private final Admission admission;
    private final Counters counters = new Counters();
    private final CallRegistry registry = new CallRegistry();
    private final CallTimers timers = new CallTimers("sip-timers");
    private final SourceLimiter limiter;
    private final SourceGuard guard;
    private final TlsKeeper tls;
    private final Transports transports;
    private final Messages messages;
    private final JainStack stack;
    private volatile boolean open;

    /** An endpoint that admits everyone and is watched by nobody. */
    public SipEndpoint(SipConfig config, CallExecutors executors, IncomingCallHandler handler) throws IOException {
        this(config, executors, handler, Admission.OPEN, MessageTap.NONE);
    }

    /**
     * Binds the ports and starts to listen.
     *
     * @throws IOException when a port cannot be bound
     * @throws io.earshot.sip.tls.TlsFault when a file of {@code sip.tls} cannot be used
     */
    public SipEndpoint(
            SipConfig config, CallExecutors executors, IncomingCallHandler handler, Admission admission, MessageTap tap)
            throws IOException {
        this(config, executors, handler, admission, tap, SourceGuard.NONE);
    }

    /**
     * The same, with a guard at the sockets.
     *
     * @throws IOException when a port cannot be bound
     */
    public SipEndpoint(
            SipConfig config,
            CallExecutors executors,
            IncomingCallHandler handler,
            Admission admission,
            MessageTap tap,
            SourceGuard guard)
            throws IOException {
        this.config = config;
        this.executors = executors;
        this.handler = handler;
        this.admission = admission;
        this.guard = guard;
        this.limiter = new SourceLimiter(config.flood());
        InetAddress address = Literals.address(config.host());
        this.tls = TlsKeeper.open(config.tls());
        this.transports = Transports.bind(
                address,
                config.udpPort(),
                config.tcpPort(),
                tls,
                config.flood().trusted(),
                config.transport(),
                counters.transport,
                tap,
                guard,
                this::onConnectionLost);
        this.messages = new Messages(
                config.publicHost(),
                transports.udpPort(),
                transports.tcpPort(),
                transports.tlsPort(),
                config.userAgent());
        this.stack = new JainStack(transports, address.getHostAddress(), new RequestRouter(this, registry));
        this.open = true;
        transports.listen();
    }

    /** The UDP port, also when an ephemeral one was asked for. */
    public int udpPort() {
        return transports.udpPort();
    }

    public int tcpPort() {
        return transports.tcpPort();
    }

    /** The TLS port; that of TCP when there is no certificate to listen with. */
    public int tlsPort() {
        return transports.tlsPort();
    }

    /** Certificates, their reload and what came of handshakes. */
    public TlsKeeper tls() {
        return tls;
    }

    public SipCounters counts() {
        return counters.snapshot(registry.alive());
    }

    /**
     * Places a call; its events come on its executor. Blocks only while a host name is looked up, when the request does not say where it is sent.
     *
     * @throws IllegalArgumentException when {@code uri}, {@code from} or a header field is malformed
     */
    public OutgoingCall call(OutgoingRequest request, CallListener listener) {
        AddressImpl to = Parts.address("<" + request.uri() + ">");
        if (!(to.getURI() instanceof SipUri target)) {
            throw new IllegalArgumentException("not a SIP URI");
        }
        String callId = request.callId().isEmpty() ? newCallId() : request.callId();
        Dialog dialog = Dialog.placing(Parts.address(request.from()), to, callId, messages);
        SIPRequest invite = Messages.withHeaders(dialog.next("INVITE", request.transport()), request.headers());
        Messages.withBody(invite, Messages.SDP, request.sdp());
        try {
            InetSocketAddress hop = request.hop() == null ? hop(target, request.transport()) : request.hop();
            SipChannel channel = stack.channel(request.transport(), hop, target.getHost());
            return placed(
                    new OutgoingCall(this, executors.executorFor(callId), channel, dialog, invite, request),
                    hop,
                    listener);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot reach " + target.getHost() + ": " + e.getMessage(), e);
        }
    }

    /** A Call-ID for a call to place, so that its thread can be known before. */
    public String newCallId() {
        return Parts.newCallId(messages.host());
    }

    /**
     * Where a request to a SIP URI is sent. Blocks while a host name is looked up.
     *
     * @param transport {@code "UDP"}, {@code "TCP"} or {@code "TLS"}
     * @throws IOException when the name cannot be resolved
     * @throws IllegalArgumentException when it is no SIP URI
     */
    public static InetSocketAddress resolve(String uri, String transport) throws IOException {
        if (Parts.address("<" + uri + ">").getURI() instanceof SipUri target) {
            return hop(target, transport);
        }
        throw new IllegalArgumentException("not a SIP URI");
    }

    private OutgoingCall placed(OutgoingCall call, InetSocketAddress hop, CallListener listener) {
        registry.reserve(Integer.MAX_VALUE);
        registry.add(call);
        counters.outgoingCalls.increment();
        call.listen(listener);
        call.limitPending(timers.cancellableAfterNs(PENDING_LIMIT_NS, () -> call.post(call::onPendingTooLong)));
        call.post(() -> call.start(hop));
        return call;
    }

    private static InetSocketAddress hop(SipUri target, String transport) throws IOException {
        int usual = transport.equals("TLS") ? 5061 : 5060;
        int port = target.getPort() > 0 ? target.getPort() : usual;
        String host = target.getMAddrParam() == null ? target.getHost() : target.getMAddrParam();
        InetAddress address = Literals.isLiteral(host) ? Literals.address(host) : InetAddress.getByName(host);
        return new InetSocketAddress(address, port);
    }

    /** Hangs up what is left, stops listening. */
    @Override
    public void close() {
        open = false;
        CallEnd end = new CallEnd.Failed(CallEnd.Cause.SHUTDOWN, "endpoint closed");
        registry.all().forEach(call -> call.post(() -> call.fail(end, SipStatus.SERVICE_UNAVAILABLE)));
        awaitFarewells();
        stack.close();
        tls.close();
        timers.close();
    }

    /** Gives BYEs a moment to be answered. */
    private void awaitFarewells() {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(250);
        try {
            while (!registry.isEmpty() && System.nanoTime() - deadlineNs < 0) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes a call of an admitted INVITE; false when there is no room or no transaction for it. */
    boolean accept(SIPRequest invite, String identity) {
        if (!registry.reserve(config.flood().maxCalls())) {
            return false;
        }
        try {
            ServerTransaction transaction = stack.transaction(invite);
            Dialog dialog = Dialog.accepting(invite, Parts.newTag(), messages);
            Executor executor = executors.executorFor(dialog.callId());
            begin(new IncomingCall(this, executor, invite, transaction, dialog, identity), transaction);
            return true;
        } catch (SipException e) {
            LOG.debug("INVITE without transaction: {}", e.getMessage());
            registry.cancelReservation();
            return false;
        }
    }

    private void begin(IncomingCall call, ServerTransaction transaction) {
        transaction.setApplicationData(call);
        registry.add(call);
        counters.incomingCalls.increment();
        call.trying();
        call.limitPending(timers.cancellableAfterNs(PENDING_LIMIT_NS, () -> call.post(call::onPendingTooLong)));
        call.post(() -> call.listen(handler.onCall(call)));
    }

    /** The application's decision, or 503 when closing or full. */
    Admission.Decision decide(SIPRequest request, InetSocketAddress source) {
        if (!open || registry.alive() >= config.flood().maxCalls()) {
            return new Admission.Decision.Unavailable(FULL_RETRY_AFTER_S);
        }
        return admission.decide(new Admission.Newcomer(
                request.getMethod(),
                source,
                request.getCallId().getCallId(),
                IncomingCall.user(request.getFrom().getAddress().getURI()),
                IncomingCall.user(request.getRequestURI()),
                registry.alive()));
    }

    /** Counts a request of a source against its limit. */
    boolean withinRate(SipChannel source) {
        InetAddress address = source.peer().getAddress();
        if (guard.unlimited(address) || limiter.admits(address, System.nanoTime())) {
            return true;
        }
        counters.flooded.increment();
        guard.onFault(address, SourceGuard.Fault.FLOODED);
        return false;
    }

    /** A message belongs to no call of ours. */
    void stray(InetAddress source) {
        guard.onFault(source, SourceGuard.Fault.STRAY);
    }

    void forget(SipCall call) {
        if (registry.remove(call) && call instanceof IncomingCall incoming) {
            // A late copy by another branch must still be known as one.
            timers.afterNs(64 * t1Ns(), () -> registry.forgetInvite(incoming.identity()));
        }
    }

    /** The call waits for nothing but the answer to its BYE. */
    void vacate(SipCall call) {
        registry.vacate(call);
    }

    private void onConnectionLost(InetSocketAddress peer, String reason) {
        for (SipCall call : registry.all()) {
            if (call.channel().isReliable() && call.remoteAddress().equals(peer)) {
                call.post(() -> call.onConnectionLost(reason));
            }
        }
    }

    Counters counters() {
        return counters;
    }

    CallTimers timers() {
        return timers;
    }

    JainStack stack() {
        return stack;
    }

    Messages messages() {
        return messages;
    }

    long t1Ns() {
        return config.t1().toNanos();
    }
}
