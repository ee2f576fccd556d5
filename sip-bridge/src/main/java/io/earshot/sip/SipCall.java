package io.earshot.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.earshot.sip.transport.SipChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call, whoever placed it: an INVITE and the dialog it makes (RFC 3261 sections 12 to 15). What is asked of a call
 * that has ended is ignored, since the peer may have ended it a moment before. Confined to the call's executor, but
 * for the plain facts (identities and addresses), which may be read anywhere.
 */
public abstract sealed class SipCall permits IncomingCall, OutgoingCall {

    /** Where the call is, in the order of its life. */
    enum State {
        /** INVITE received or sent, no final response. */
        PENDING,
        /** Our 2xx is out and not acknowledged, or their 2xx is in and we have not acknowledged. */
        ANSWERED,
        ESTABLISHED,
        /** BYE or CANCEL sent, waiting for its end; the application has been told if it was BYE. */
        ENDING,
        ENDED
    }

    private static final CallListener NOBODY = new CallListener() {};
    private static final Logger LOG = LoggerFactory.getLogger(SipCall.class);

    private final SipEndpoint endpoint;
    private final Executor executor;
    private final SipChannel channel;
    private final ServerSide server = new ServerSide(this);
    private final ClientSide client = new ClientSide(this);
    private volatile Dialog dialog;
    private volatile State state = State.PENDING;
    private @Nullable CallListener listener;
    private @Nullable Future<?> pendingLimit;
    private boolean told;

    SipCall(SipEndpoint endpoint, Executor executor, SipChannel channel, Dialog dialog) {
        this.endpoint = endpoint;
        this.executor = executor;
        this.channel = channel;
        this.dialog = dialog;
        channel.retain();
    }

    public final String callId() {
        return dialog.callId();
    }

    /** Our side's address of record. */
    public final String localUri() {
        return dialog.localUri().toString();
    }

    /** The peer's address of record. */
    public final String remoteUri() {
        return dialog.remoteUri().toString();
    }

    /** Where the peer's messages come from, or go to. */
    public final InetSocketAddress remoteAddress() {
        return channel.peer();
    }

    /** {@code "UDP"}, {@code "TCP"} or {@code "TLS"}. */
    public final String transport() {
        return channel.transportName();
    }

    /** Whom the peer's certificate names (RFC 5922); nobody without TLS, or when it showed none. */
    public final List<String> peerNames() {
        return channel.peerNames();
    }

    /** Whether the call is answered and acknowledged and not over. */
    public final boolean established() {
        return state == State.ESTABLISHED;
    }

    /** Ends the call: BYE once established, a refusal or CANCEL before (RFC 3261 section 15). */
    public final void bye() {
        bye(List.of());
    }

    /** Ends the call, saying why in header fields such as Reason (RFC 3326). */
    public final void bye(List<SipHeader> headers) {
        switch (state) {
            case PENDING -> abandon(headers);
            case ANSWERED -> hangUpUnconfirmed(headers);
            case ESTABLISHED -> hangUp(headers, new CallEnd.LocalBye());
            case ENDING, ENDED -> {}
        }
    }

    /** Sends INFO (RFC 6086), once the call is established. */
    public final void info(String contentType, byte[] body) {
        if (state == State.ESTABLISHED) {
            client.info(contentType, body);
        }
    }

    /** Asks the peer of an established call to call someone else (RFC 3515); news come as {@code onReferProgress}. */
    public final void refer(String target) {
        refer(target, List.of());
    }

    /** The same, with further header fields. */
    public final void refer(String target, List<SipHeader> headers) {
        if (state == State.ESTABLISHED) {
            client.refer(target, headers);
        }
    }

    /** Offers a changed session once the call is established (RFC 3261 section 14). */
    public final void reinvite(byte[] sdp) {
        if (state == State.ESTABLISHED && server.changing()) {
            listener().onReinviteRejected(SipStatus.REQUEST_PENDING);
        } else if (state == State.ESTABLISHED) {
            client.reinvite(sdp);
        }
    }

    /** What {@link #bye} means before the call is answered. */
    abstract void abandon(List<SipHeader> headers);

    /** What {@link #bye} means between the 2xx and its ACK. */
    abstract void hangUpUnconfirmed(List<SipHeader> headers);

    /** Ends an unanswered call because of a fault of ours. */
    abstract void abort(SipStatus status, CallEnd end);

    /** The application closed the call's executor. */
    abstract void onExecutorGone();

    /** The connection the call came or went by is gone. */
    abstract void onConnectionLost(String reason);

    /** Proves who we are to the peer; null when we have no account there. */
    @Nullable
    Proving proving() {
        return null;
    }

    /** Whether a re-INVITE of ours that met one of theirs waits longer than theirs (section 14.1). */
    abstract boolean ownsCallId();

    final SipEndpoint endpoint() {
        return endpoint;
    }

    final JainStack stack() {
        return endpoint.stack();
    }

    final Messages messages() {
        return endpoint.messages();
    }

    final Dialog dialog() {
        return dialog;
    }

    final void adopt(Dialog confirmed) {
        dialog = confirmed;
    }

    final SipChannel channel() {
        return channel;
    }

    final ServerSide server() {
        return server;
    }

    final ClientSide client() {
        return client;
    }

    final State state() {
        return state;
    }

    final void become(State next, String reason) {
        LOG.debug("call {} {} -> {}: {}", callId(), state, next, reason);
        state = next;
        if (pendingLimit != null && next != State.PENDING) {
            pendingLimit.cancel(false);
            pendingLimit = null;
        }
    }

    final void listen(CallListener to) {
        listener = to;
    }

    /** An INVITE without a final response does not live for ever. */
    final void limitPending(Future<?> limit) {
        pendingLimit = limit;
    }

    final void onPendingTooLong() {
        if (state == State.PENDING) {
            fail(new CallEnd.Failed(CallEnd.Cause.NO_RESPONSE, "unanswered too long"), SipStatus.REQUEST_TIMEOUT);
        }
    }

    final CallListener listener() {
        return listener == null ? NOBODY : listener;
    }

    /** Runs a task of this call in its turn; an exception ends this call and no other. */
    final void post(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            // The executor is shut down: nobody else touches the call any more.
            if (state != State.ENDED) {
                become(State.ENDED, "executor shut down");
                release();
                onExecutorGone();
            }
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            onBug(e);
        }
    }

    private void onBug(Throwable fault) {
        endpoint.counters().bugs.increment();
        LOG.error("call {} ended by a fault", callId(), fault);
        try {
            fail(new CallEnd.Failed(CallEnd.Cause.BUG, fault.getClass().getSimpleName()), SipStatus.SERVER_ERROR);
        } catch (RuntimeException e) {
            become(State.ENDED, "fault while ending");
            release();
        }
    }

    /** Ends the call from any state: refusal before the answer, BYE after. */
    final void fail(CallEnd end, SipStatus status) {
        switch (state) {
            case PENDING -> abort(status, end);
            case ANSWERED, ESTABLISHED -> hangUp(List.of(), end);
            case ENDING -> tell(end);
            case ENDED -> {}
        }
    }

    /** BYE now; the application hears of the end at once, the dialog lives on until the peer has answered. */
    final void hangUp(List<SipHeader> headers, CallEnd end) {
        server.close();
        become(State.ENDING, "BYE sent");
        // RFC 3261 section 15.1.1: the session is over when BYE is handed down; a peer that is gone holds no place for
        // 64*T1.
        endpoint.vacate(this);
        client.bye(headers);
        tell(end);
    }

    final void onAckMissing() {
        endpoint.counters().acksMissed.increment();
        if (state == State.ANSWERED || state == State.ESTABLISHED) {
            hangUp(List.of(), new CallEnd.Failed(CallEnd.Cause.ACK_MISSING, "no ACK for 64*T1"));
        }
    }

    /** Nothing more comes from this call. */
    final void ended(CallEnd end) {
        finish(end.getClass().getSimpleName());
        tell(end);
    }

    /** Gives up the call's place without telling the application yet. */
    final void finish(String reason) {
        if (state != State.ENDED) {
            become(State.ENDED, reason);
            server.close();
            release();
        }
    }

    private void release() {
        channel.release();
        endpoint.forget(this);
    }

    /** Tells the application, once. */
    final void tell(CallEnd end) {
        if (!told) {
            told = true;
            listener().onEnded(end);
        }
    }

    final SIPResponse response(SIPRequest request, SipStatus status) {
        return messages().response(request, status, dialog.localTag());
    }

    /** Answers a request; a transaction that is gone already needs no answer. */
    final void reply(ServerTransaction transaction, SIPResponse response) {
        try {
            stack().reply(transaction, response);
        } catch (SipException e) {
            LOG.debug("call {} response not sent: {}", callId(), e.getMessage());
        }
    }
}
