package io.earshot.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import io.earshot.sip.transport.SipChannel;
import java.util.List;
import java.util.Objects;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Brings each message to its call (RFC 3261 sections 8.2 and 12.2.2). Runs on the transport's threads, in the order in
 * which messages of a peer came, and posts to the call's executor; never waits. Thread-safe because the registry is.
 */
final class RequestRouter implements SipListener {

    private final SipEndpoint endpoint;
    private final CallRegistry registry;

    RequestRouter(SipEndpoint endpoint, CallRegistry registry) {
        this.endpoint = endpoint;
        this.registry = registry;
    }

    @Override
    public void processRequest(RequestEvent event) {
        SIPRequest request = (SIPRequest) event.getRequest();
        switch (request.getMethod()) {
            case "ACK" -> onAck(request);
            case "CANCEL" -> onCancel(request, event.getServerTransaction());
            default -> inspected(request, event.getServerTransaction());
        }
    }

    private void inspected(SIPRequest request, @Nullable ServerTransaction known) {
        if (request.getToTag() == null && !endpoint.withinRate(source(request))) {
            return;
        }
        RequestChecks.Refusal refusal = RequestChecks.inspect(request);
        if (refusal != null) {
            refuse(request, refusal.status(), refusal.headers());
        } else if (request.getToTag() != null) {
            inDialog(request, known);
        } else {
            switch (request.getMethod()) {
                case "INVITE" -> invite(request);
                case "OPTIONS" -> options(request);
                case "REFER" -> refuse(request, SipStatus.METHOD_NOT_ALLOWED, List.of());
                default -> {
                    endpoint.stray(source(request).peer().getAddress());
                    refuse(request, SipStatus.NO_DIALOG, List.of());
                }
            }
        }
    }

    private void inDialog(SIPRequest request, @Nullable ServerTransaction known) {
        SipCall call = find(request);
        if (call == null) {
            endpoint.stray(source(request).peer().getAddress());
            refuse(request, SipStatus.NO_DIALOG, List.of());
            return;
        }
        try {
            ServerTransaction transaction =
                    known != null ? known : endpoint.stack().transaction(request);
            if (request.getMethod().equals("INVITE")) {
                endpoint.stack().reply(transaction, call.response(request, SipStatus.TRYING));
            }
            call.post(() -> call.server().onRequest(request, transaction));
        } catch (SipException e) {
            // Another copy of the request has its transaction already.
            endpoint.counters().refused.increment();
        }
    }

    private void onAck(SIPRequest ack) {
        SipCall call = find(ack);
        if (call != null) {
            call.post(() -> call.server().onAck(ack));
        }
    }

    /** An answer to our INVITE may still wait for its turn, so an unconfirmed call judges the From tag itself. */
    private @Nullable SipCall find(SIPRequest request) {
        SipCall call = registry.find(request.getCallId().getCallId(), request.getToTag());
        if (call == null) {
            return null;
        }
        String tag = call.dialog().remoteTag();
        boolean unconfirmed = tag == null && call instanceof OutgoingCall;
        return unconfirmed || Objects.equals(tag, request.getFromTag()) ? call : null;
    }

    private void onCancel(SIPRequest cancel, @Nullable ServerTransaction known) {
        SIPServerTransaction invite =
                known == null ? null : ((SIPServerTransaction) known).getCanceledInviteTransaction();
        if (known == null || invite == null || !(invite.getApplicationData() instanceof IncomingCall call)) {
            refuse(cancel, SipStatus.NO_DIALOG, List.of());
            return;
        }
        call.reply(known, call.response(cancel, SipStatus.OK));
        String reason = Messages.value(cancel, "Reason");
        call.post(() -> call.onCancel(reason));
    }

    private void invite(SIPRequest request) {
        String identity = identity(request);
        if (!registry.noteInvite(identity, branch(request))) {
            refuse(request, SipStatus.LOOP_DETECTED, List.of());
        } else if (!admitted(request)) {
            registry.forgetInvite(identity);
        } else if (!endpoint.accept(request, identity)) {
            registry.forgetInvite(identity);
            refuse(request, SipStatus.SERVICE_UNAVAILABLE, List.of(new SipHeader("Retry-After", "1")));
        }
    }

    private static String identity(SIPRequest request) {
        return request.getCallId().getCallId() + ' ' + request.getFromTag() + " "
                + request.getCSeq().getSeqNumber();
    }

    private static String branch(SIPRequest request) {
        return request.getTopmostVia().getSentBy() + " "
                + request.getTopmostVia().getBranch();
    }

    /** Asks the application, and answers for it when the answer is no. */
    private boolean admitted(SIPRequest request) {
        Admission.Decision decision = endpoint.decide(request, source(request).peer());
        if (decision instanceof Admission.Decision.Accept) {
            return true;
        }
        endpoint.counters().notAdmitted.increment();
        switch (decision) {
            case Admission.Decision.Unavailable(int seconds) -> unavailable(request, seconds);
            case Admission.Decision.Busy _ -> reply(request, SipStatus.BUSY_HERE, List.of());
            case Admission.Decision.Refuse(SipStatus status, List<SipHeader> headers) ->
                reply(request, status, headers);
            case Admission.Decision.Drop _, Admission.Decision.Accept _ -> {}
        }
        return false;
    }

    private void unavailable(SIPRequest request, int seconds) {
        SipHeader retryAfter = new SipHeader("Retry-After", Integer.toString(seconds));
        reply(request, SipStatus.SERVICE_UNAVAILABLE, List.of(retryAfter));
    }

    private void options(SIPRequest request) {
        if (admitted(request)) {
            SipHeader accept = new SipHeader("Accept", Messages.SDP);
            reply(request, SipStatus.OK, List.of(accept));
        }
    }

    private void refuse(SIPRequest request, SipStatus status, List<SipHeader> headers) {
        endpoint.counters().refused.increment();
        reply(request, status, headers);
    }

    /** A stateless answer; its tag is the same for every copy of the request. */
    private void reply(SIPRequest request, SipStatus status, List<SipHeader> headers) {
        String tag = Integer.toHexString(identity(request).hashCode());
        SIPResponse response = endpoint.messages().response(request, status, tag);
        endpoint.stack().replyStateless(request, Messages.withHeaders(response, headers));
    }

    private static SipChannel source(SIPRequest request) {
        return (SipChannel) request.getMessageChannel();
    }

    @Override
    public void processResponse(ResponseEvent event) {
        SIPResponse response = (SIPResponse) event.getResponse();
        ClientTransaction transaction = event.getClientTransaction();
        if (transaction != null && transaction.getApplicationData() instanceof Waiting waiting) {
            waiting.tell(new Outcome.Answered(response));
        } else if (response.getCSeq().getMethod().equals("INVITE")) {
            repeatedAnswer(response);
        } else if (transaction == null) {
            endpoint.stray(response.getPeerPacketSourceAddress());
        }
    }

    private void repeatedAnswer(SIPResponse response) {
        SipCall call = registry.find(response.getCallId().getCallId(), response.getFromTag());
        if (call instanceof OutgoingCall outgoing && response.getStatusCode() / 100 == 2) {
            outgoing.post(() -> outgoing.onLateResponse(response));
        } else if (call != null && response.getStatusCode() / 100 == 2) {
            call.post(() -> call.client().onRepeatedAnswer(response.getCSeq().getSeqNumber()));
        } else if (call == null) {
            endpoint.stray(response.getPeerPacketSourceAddress());
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        ClientTransaction transaction = event.getClientTransaction();
        if (transaction != null && transaction.getApplicationData() instanceof Waiting waiting) {
            waiting.tell(new Outcome.Lost(CallEnd.Cause.NO_RESPONSE));
        }
    }

    /** Our sockets report their failures to the call directly; JAIN-SIP's copy brings no news. */
    @Override
    public void processIOException(IOExceptionEvent event) {}

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}
}
