package io.earshot.sip;

import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContactList;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.earshot.sip.digest.DigestClient;
import io.earshot.sip.digest.DigestClient.Answer;
import io.earshot.sip.digest.DigestClient.Request;
import io.earshot.sip.digest.DigestProof;
import io.earshot.sip.transport.SipChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import javax.sip.ClientTransaction;
import javax.sip.SipException;
import org.jspecify.annotations.Nullable;

/** A call that we place (RFC 3261 section 13.2). Confined to the call's executor. */
public final class OutgoingCall extends SipCall {

    private static final int MOST_REDIRECTIONS = 3;

    private final boolean offered;
    private final Predicate<String> follows;
    private final @Nullable Proving proving;
    private @Nullable Request asked;
    private @Nullable SIPRequest invite;
    private @Nullable ClientTransaction transaction;
    private boolean progressed;
    private boolean cancelled;
    private boolean cancelSent;
    private long answeredSequence;
    private int redirections;

    OutgoingCall(
            SipEndpoint endpoint,
            Executor executor,
            SipChannel channel,
            Dialog dialog,
            SIPRequest invite,
            OutgoingRequest request) {
        super(endpoint, executor, channel, dialog);
        this.invite = invite;
        this.follows = request.follows();
        this.proving = request.account() == null ? null : new Proving(channel.peer(), request.account());
        this.offered = Messages.body(invite).length > 0;
    }

    /** Gives up before an answer: CANCEL as soon as the peer has shown that it got the INVITE (section 9.1). */
    public void cancel() {
        if (state() == State.PENDING && !cancelled) {
            cancelled = true;
            sendCancel();
        }
    }

    /** Acknowledges an answer that brought the offer; {@code sdp} is our answer to it. */
    public void ack(byte[] sdp) {
        if (state() == State.ANSWERED) {
            become(State.ESTABLISHED, "ACK sent");
            client().acknowledge(answeredSequence, sdp);
        }
    }

    void start(InetSocketAddress hop) {
        SIPRequest request = invite;
        if (request == null) {
            return;
        }
        asked = proving == null ? null : proving.begin(request);
        send(request, hop);
    }

    private void send(SIPRequest request, InetSocketAddress hop) {
        invite = request;
        progressed = false;
        try {
            transaction = stack().send(request, hop, new Waiting(this, this::onOutcome));
        } catch (SipException e) {
            ended(new CallEnd.Failed(CallEnd.Cause.TRANSPORT, "INVITE not sent"));
        }
    }

    @Override
    @Nullable
    Proving proving() {
        return proving;
    }

    private void onOutcome(Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered(SIPResponse response) -> onResponse(response);
            case Outcome.Lost(CallEnd.Cause cause) -> ended(new CallEnd.Failed(cause, "INVITE unanswered"));
        }
    }

    private void onResponse(SIPResponse response) {
        int group = response.getStatusCode() / 100;
        if (state() != State.PENDING) {
            onLateResponse(response);
        } else if (group == 1) {
            onProvisional(response);
        } else if (group == 2) {
            onAnswer(response);
        } else if (Proving.isChallenge(response) && proving != null && !cancelled) {
            onChallenge(response, proving);
        } else if (group != 3 || cancelled || !redirected(response)) {
            forgetInvite();
            ended(new CallEnd.Rejected(ClientSide.status(response)));
        }
    }

    /** The same INVITE again with a proof, as the next request of the Call-ID (section 22.2), or the end. */
    private void onChallenge(SIPResponse response, Proving proof) {
        SIPRequest refused = invite;
        if (refused == null || asked == null) {
            return;
        }
        InetSocketAddress hop = channel().peer();
        switch (proof.answer(asked, response, hop, false)) {
            case Answer.Proved(DigestProof answer) -> {
                SIPRequest again = dialog().again(refused, transport());
                proof.add(again, answer);
                send(again, hop);
            }
            case Answer.Refused(DigestClient.Refusal why) -> {
                forgetInvite();
                ended(new CallEnd.Unproved(ClientSide.status(response), why));
            }
        }
    }

    /** Calls what a redirection names instead, by the same way, when the application allows it (section 8.1.3.4). */
    private boolean redirected(SIPResponse response) {
        SIPRequest refused = invite;
        ContactList contacts = response.getContactHeaders();
        if (refused == null || contacts == null || redirections >= MOST_REDIRECTIONS) {
            return false;
        }
        for (Contact contact : contacts) {
            if (contact.getAddress().getURI() instanceof SipUri elsewhere && follows.test(elsewhere.toString())) {
                redirections++;
                dialog().redirect(elsewhere);
                SIPRequest again = dialog().again(refused, transport());
                again.setRequestURI((SipUri) elsewhere.clone());
                if (proving != null) {
                    asked = proving.begin(again);
                    proving.ahead(again, asked, channel().peer());
                }
                send(again, channel().peer());
                return true;
            }
        }
        return false;
    }

    private void onProvisional(SIPResponse response) {
        progressed = true;
        sendCancel();
        if (response.getStatusCode() > 100 && !cancelled) {
            listener().onProgress(ClientSide.status(response), SessionBody.sdp(response));
        }
    }

    private void onAnswer(SIPResponse response) {
        forgetInvite();
        adopt(dialog().confirmedBy(response));
        answeredSequence = response.getCSeq().getSeqNumber();
        become(State.ANSWERED, "200 received");
        if (cancelled || offered) {
            ack(new byte[0]);
        }
        if (cancelled) {
            hangUp(List.of(), new CallEnd.LocalBye());
        } else {
            listener().onAnswered(SessionBody.sdp(response));
        }
    }

    /** A repeated 2xx gets its ACK again; one of another branch gets ACK and BYE (section 13.2.2.4). */
    void onLateResponse(SIPResponse response) {
        if (response.getStatusCode() / 100 != 2) {
            return;
        }
        String tag = response.getToTag();
        if (tag != null && tag.equals(dialog().remoteTag())) {
            client().onRepeatedAnswer(response.getCSeq().getSeqNumber());
        } else {
            new StrayBranch(this, dialog().confirmedBy(response))
                    .end(response.getCSeq().getSeqNumber());
        }
    }

    private void sendCancel() {
        if (!cancelled || !progressed || cancelSent || transaction == null) {
            return;
        }
        cancelSent = true;
        try {
            SIPRequest cancel = (SIPRequest) transaction.createCancel();
            InetSocketAddress peer = channel().peer();
            stack().send(cancel, peer, new Waiting(this, this::onCancelOutcome));
        } catch (SipException e) {
            ended(new CallEnd.Failed(CallEnd.Cause.TRANSPORT, "CANCEL not sent"));
        }
    }

    /** The INVITE's own answer ends the call; if it fails to come, so does this (section 9.1). */
    private void onCancelOutcome(Outcome outcome) {
        if (!ClientSide.isFinal(outcome)) {
            return;
        }
        long patienceNs = 64 * endpoint().t1Ns();
        endpoint()
                .timers()
                .afterNs(
                        patienceNs,
                        () -> post(() -> {
                            if (state() == State.PENDING) {
                                ended(new CallEnd.Failed(CallEnd.Cause.NO_RESPONSE, "no answer after CANCEL"));
                            }
                        }));
    }

    @Override
    void onExecutorGone() {}

    @Override
    void onConnectionLost(String reason) {
        if (state() == State.PENDING) {
            forgetInvite();
            ended(new CallEnd.Failed(CallEnd.Cause.TRANSPORT, reason));
        }
    }

    @Override
    void abandon(List<SipHeader> headers) {
        cancel();
    }

    @Override
    void hangUpUnconfirmed(List<SipHeader> headers) {
        ack(new byte[0]);
        hangUp(headers, new CallEnd.LocalBye());
    }

    /** A 2xx may still come and must then be hung up, so the call waits for its outcome. */
    @Override
    void abort(SipStatus status, CallEnd end) {
        cancel();
        tell(end);
    }

    @Override
    boolean ownsCallId() {
        return true;
    }

    private void forgetInvite() {
        invite = null;
        transaction = null;
    }
}
