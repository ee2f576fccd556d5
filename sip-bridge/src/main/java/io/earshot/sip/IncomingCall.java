package io.earshot.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.earshot.sip.transport.SipChannel;
import io.earshot.sip.wire.HeaderLookup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.ServerTransaction;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/** A call that someone placed to us (RFC 3261 section 13.3). Confined to the call's executor. */
public final class IncomingCall extends SipCall {

    private final String identity;
    private final byte[] head;
    private final byte[] offer;
    private final String requestUri;
    private final String fromUser;
    private final String toUser;
    private @Nullable SIPRequest invite;
    private @Nullable ServerTransaction transaction;

    IncomingCall(
            SipEndpoint endpoint,
            Executor executor,
            SIPRequest invite,
            ServerTransaction transaction,
            Dialog dialog,
            String identity) {
        super(endpoint, executor, (SipChannel) invite.getMessageChannel(), dialog);
        this.identity = identity;
        this.invite = invite;
        this.transaction = transaction;
        this.offer = SessionBody.sdp(invite);
        this.head = invite.encodeAsBytes(transport());
        this.requestUri = invite.getRequestURI().toString();
        this.fromUser = user(invite.getFrom().getAddress().getURI());
        this.toUser = user(invite.getRequestURI());
    }

    /** What a merged copy of the INVITE would share. */
    String identity() {
        return identity;
    }

    /** The user part of a SIP URI or the number of a tel URI; empty when there is none. */
    static String user(URI uri) {
        return switch (uri) {
            case SipURI sip -> sip.getUser() == null ? "" : sip.getUser();
            case TelURL tel -> tel.getPhoneNumber();
            default -> "";
        };
    }

    /** Who calls, as From says. */
    public String fromUri() {
        return remoteUri();
    }

    /** The user part of From, or the number; empty when there is none. */
    public String fromUser() {
        return fromUser;
    }

    public String toUri() {
        return localUri();
    }

    /** The user part of the Request-URI: the number called. */
    public String toUser() {
        return toUser;
    }

    /** The user part of To, or the number; empty when there is none. A proxy may have made another {@link #toUser} of it. */
    public String dialledUser() {
        return user(dialog().localUri());
    }

    /** The host part of From; empty when it is no SIP URI. */
    public String fromHost() {
        return dialog().remoteUri() instanceof SipURI sip ? sip.getHost() : "";
    }

    public String requestUri() {
        return requestUri;
    }

    /** The first value of that header field of the INVITE. */
    public Optional<String> header(String name) {
        return HeaderLookup.first(head, name);
    }

    /** Every value of that header field of the INVITE, in order. */
    public List<String> headers(String name) {
        return HeaderLookup.all(head, name);
    }

    /**
     * All header fields of the INVITE, in order: full name in lower case, then value. Characters stand for the bytes received
     * (ISO 8859-1).
     */
    public List<Map.Entry<String, String>> headers() {
        return HeaderLookup.fields(head);
    }

    /** The caller's tag in From. */
    public String fromTag() {
        String tag = dialog().remoteTag();
        return tag == null ? "" : tag;
    }

    /** The SDP offer; empty when the INVITE had none, and ours goes into the answer. */
    public byte[] offer() {
        return offer;
    }

    /** 100, sent before the application knows of the call. */
    void trying() {
        if (invite != null && transaction != null) {
            reply(transaction, response(invite, SipStatus.TRYING));
        }
    }

    /** 180. */
    public void ring() {
        progress(SipStatus.RINGING, new byte[0]);
    }

    /** A provisional response, with early media's SDP if any. Not sent reliably (RFC 3262 is not supported). */
    public void progress(SipStatus status, byte[] sdp) {
        if (invite != null && transaction != null && status.code() > 100 && status.code() < 200) {
            reply(transaction, Messages.withBody(response(invite, status), Messages.SDP, sdp));
        }
    }

    /** 200, repeated until its ACK comes. Ignored when the caller has given up a moment before. */
    public void answer(byte[] sdp) {
        answer(sdp, List.of());
    }

    /** The same, with further header fields. */
    public void answer(byte[] sdp, List<SipHeader> headers) {
        if (state() != State.PENDING || invite == null || transaction == null) {
            return;
        }
        SIPResponse answer =
                Messages.withBody(Messages.withHeaders(response(invite, SipStatus.OK), headers), Messages.SDP, sdp);
        become(State.ANSWERED, "200 sent");
        reply(transaction, answer);
        server().answered(invite, answer);
        forgetInvite();
    }

    /** Refuses the call. */
    public void reject(SipStatus status) {
        reject(status, List.of());
    }

    /** Refuses the call, with header fields such as Warning or Retry-After. */
    public void reject(SipStatus status, List<SipHeader> headers) {
        if (state() == State.PENDING && status.code() >= 300) {
            finish("refused");
            refuse(status, headers);
            tell(new CallEnd.Declined(status));
        }
    }

    /** Sends the caller elsewhere: 302 with one Contact (RFC 3261 section 21.3.3). */
    public void redirect(String contact) {
        SipStatus moved = new SipStatus(302, "Moved Temporarily");
        if (state() == State.PENDING && invite != null && transaction != null) {
            SIPResponse answer = response(invite, moved);
            answer.setHeader(Parts.header("Contact", "<" + contact + ">"));
            finish("redirected");
            reply(transaction, answer);
            forgetInvite();
            tell(new CallEnd.Declined(moved));
        }
    }

    void onCancel(@Nullable String reason) {
        if (state() == State.PENDING) {
            finish("cancelled");
            refuse(SipStatus.REQUEST_TERMINATED, List.of());
            tell(new CallEnd.Cancelled(reason));
        }
    }

    @Override
    void onExecutorGone() {
        refuse(SipStatus.SERVICE_UNAVAILABLE, List.of());
    }

    @Override
    void onConnectionLost(String reason) {
        // RFC 3261 section 18.4: a server may open a new connection to answer; an unanswered caller has gone away.
        if (state() == State.PENDING) {
            ended(new CallEnd.Failed(CallEnd.Cause.TRANSPORT, reason));
        }
    }

    @Override
    void abandon(List<SipHeader> headers) {
        reject(SipStatus.TEMPORARILY_UNAVAILABLE, headers);
    }

    @Override
    void hangUpUnconfirmed(List<SipHeader> headers) {
        server().byeWhenAcknowledged(headers);
    }

    @Override
    void abort(SipStatus status, CallEnd end) {
        finish("failed");
        refuse(status, List.of());
        tell(end);
    }

    @Override
    boolean ownsCallId() {
        return false;
    }

    /** After {@link #finish}: the call's place is free before the peer hears of it, and whether or not it acknowledges. */
    private void refuse(SipStatus status, List<SipHeader> headers) {
        if (invite != null && transaction != null) {
            reply(transaction, Messages.withHeaders(response(invite, status), headers));
            forgetInvite();
        }
    }

    /** An established call holds on to no transaction. */
    private void forgetInvite() {
        invite = null;
        transaction = null;
    }
}
