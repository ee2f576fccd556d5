package io.earshot.sip;

import static io.earshot.sip.SipCall.State.ANSWERED;
import static io.earshot.sip.SipCall.State.ENDED;
import static io.earshot.sip.SipCall.State.ENDING;
import static io.earshot.sip.SipCall.State.ESTABLISHED;
import static io.earshot.sip.SipCall.State.PENDING;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.earshot.sip.transport.SipChannel;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.ServerTransaction;
import org.jspecify.annotations.Nullable;

/** Answers the peer's requests inside a dialog (RFC 3261 sections 12.2.2, 14.2, 15.1.2). Confined to the call. */
final class ServerSide {

    private final SipCall call;
    private @Nullable PendingAnswer pending;
    private @Nullable SessionChange change;
    private @Nullable List<SipHeader> byeAfterAck;

    ServerSide(SipCall call) {
        this.call = call;
    }

    /** A request of the peer in this dialog, all but ACK and CANCEL. */
    void onRequest(SIPRequest request, ServerTransaction transaction) {
        if (call.state() == ENDED || !fromPeer(request)) {
            reply(transaction, request, SipStatus.NO_DIALOG);
        } else if (!call.dialog().accepts(request.getCSeq().getSeqNumber())) {
            reply(transaction, request, SipStatus.SERVER_ERROR.withPhrase("Stale CSeq"));
        } else {
            dispatch(request, transaction);
        }
    }

    /** Before our INVITE is answered any branch may speak; afterwards only the one whose answer was taken. */
    private boolean fromPeer(SIPRequest request) {
        String tag = call.dialog().remoteTag();
        return tag == null || tag.equals(request.getFromTag());
    }

    private void dispatch(SIPRequest request, ServerTransaction transaction) {
        switch (request.getMethod()) {
            case "BYE" -> onBye(request, transaction);
            case "INVITE", "UPDATE" -> onOffer(request, transaction);
            case "INFO" -> onInfo(request, transaction);
            case "NOTIFY" -> onNotify(request, transaction);
            case "OPTIONS" -> reply(transaction, request, SipStatus.OK);
            case "REFER" -> reply(transaction, request, SipStatus.DECLINE);
            default -> reply(transaction, request, SipStatus.METHOD_NOT_ALLOWED);
        }
    }

    /**
     * The call's place is free, and the application has been told, before the peer hears of it: its next call may come at once, and what
     * a peer was told is over is accounted for whatever becomes of this process.
     */
    private void onBye(SIPRequest request, ServerTransaction transaction) {
        CallEnd end = new CallEnd.RemoteBye(Messages.value(request, "Reason"));
        SIPResponse ok = call.response(request, SipStatus.OK);
        try {
            if (call.state() == PENDING) {
                call.abort(SipStatus.REQUEST_TERMINATED, end);
            } else {
                call.finish("BYE");
                call.tell(end);
            }
        } finally {
            call.reply(transaction, ok);
        }
    }

    private void onInfo(SIPRequest request, ServerTransaction transaction) {
        reply(transaction, request, SipStatus.OK);
        String type = Messages.value(request, "Content-Type");
        call.listener().onInfo(type == null ? "" : type, Messages.body(request));
    }

    private void onNotify(SIPRequest request, ServerTransaction transaction) {
        String event = Messages.value(request, "Event");
        if (event == null
                || !event.toLowerCase(Locale.ROOT).startsWith("refer")
                || !call.client().referring()) {
            reply(transaction, request, SipStatus.NO_DIALOG);
            return;
        }
        reply(transaction, request, SipStatus.OK);
        call.client().onNotify(request);
    }

    private void onOffer(SIPRequest request, ServerTransaction transaction) {
        byte[] offer = SessionBody.sdp(request);
        boolean update = request.getMethod().equals("UPDATE");
        if (change != null) {
            SIPResponse busy = call.response(request, SipStatus.SERVER_ERROR);
            busy.setHeader(Parts.text(
                    "Retry-After", Integer.toString(ThreadLocalRandom.current().nextInt(10))));
            call.reply(transaction, busy);
        } else if (call.state() == ENDING) {
            reply(transaction, request, SipStatus.NO_DIALOG);
        } else if (update && offer.length == 0) {
            call.dialog().refreshTarget(request);
            reply(transaction, request, SipStatus.OK);
        } else if (call.client().reinviting() || unacknowledged()) {
            reply(transaction, request, SipStatus.REQUEST_PENDING);
        } else {
            change = new SessionChange(this, call, request, transaction, offer);
            call.listener().onOffer(change);
        }
    }

    /** Whether an offer of the peer waits for its answer. */
    boolean changing() {
        return change != null;
    }

    void changed() {
        change = null;
    }

    private boolean unacknowledged() {
        return call.state() == ANSWERED || call.state() == PENDING;
    }

    /** A 2xx to an INVITE was sent: repeat it until it is acknowledged. */
    void answered(SIPRequest invite, SIPResponse answer) {
        SipChannel channel = (SipChannel) invite.getMessageChannel();
        byte[] message = answer.encodeAsBytes(channel.getTransport());
        pending = new PendingAnswer(call, invite.getCSeq().getSeqNumber(), message, channel);
    }

    /** An ACK in this dialog; an ACK nobody waits for is a repetition. */
    void onAck(SIPRequest ack) {
        if (pending == null || !pending.acknowledgedBy(ack.getCSeq().getSeqNumber())) {
            return;
        }
        pending = null;
        if (call.state() == ANSWERED) {
            call.become(ESTABLISHED, "ACK");
        }
        call.listener().onAcknowledged(SessionBody.sdp(ack));
        if (byeAfterAck != null && call.state() == ESTABLISHED) {
            call.hangUp(byeAfterAck, new CallEnd.LocalBye());
        }
    }

    /** A callee's BYE waits for the ACK or its absence (RFC 3261 section 15). */
    void byeWhenAcknowledged(List<SipHeader> headers) {
        byeAfterAck = headers;
    }

    void close() {
        if (pending != null) {
            pending.abandon();
            pending = null;
        }
        if (change != null) {
            change.reject(SipStatus.REQUEST_TERMINATED);
        }
    }

    private void reply(ServerTransaction transaction, SIPRequest request, SipStatus status) {
        call.reply(transaction, call.response(request, status));
    }
}
