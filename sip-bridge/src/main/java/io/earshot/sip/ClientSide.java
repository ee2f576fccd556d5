package io.earshot.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.earshot.sip.digest.DigestClient;
import io.earshot.sip.digest.DigestClient.Answer.Proved;
import io.earshot.sip.digest.DigestProof;
import io.earshot.sip.transport.SipChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sip.SipException;
import org.jspecify.annotations.Nullable;

/** Sends our requests inside a dialog (RFC 3261 sections 12.2.1, 14.1, 15.1.1; RFC 3515). Confined to the call. */
final class ClientSide {

    private static final int MAX_GLARES = 5;

    private final SipCall call;
    private boolean reinviting;
    private boolean referring;
    private int glares;
    private long acknowledgedSequence = -1;
    private byte @Nullable [] lastAck;
    private @Nullable SipChannel ackChannel;

    ClientSide(SipCall call) {
        this.call = call;
    }

    boolean reinviting() {
        return reinviting;
    }

    boolean referring() {
        return referring;
    }

    /** Sends a request to where the dialog says; a failure to send is an outcome like any other. */
    void send(SIPRequest request, Consumer<Outcome> onOutcome) {
        InetSocketAddress peer = call.channel().peer();
        InetSocketAddress hop =
                call.channel().isReliable() ? peer : call.dialog().nextHop(peer);
        Proving proving = call.proving();
        if (proving == null) {
            transmit(request, hop, onOutcome);
        } else {
            DigestClient.Request asked = proving.begin(request);
            proving.ahead(request, asked, hop);
            prove(proving, asked, request, hop, onOutcome);
        }
    }

    /** Sends a request, and again with a proof when the trunk asks for one. */
    private void prove(
            Proving proving,
            DigestClient.Request asked,
            SIPRequest request,
            InetSocketAddress hop,
            Consumer<Outcome> onOutcome) {
        transmit(request, hop, outcome -> {
            if (outcome instanceof Outcome.Answered(SIPResponse response)
                    && Proving.isChallenge(response)
                    && proving.answer(asked, response, hop, true) instanceof Proved(DigestProof proof)) {
                SIPRequest again = call.dialog().again(request, call.transport());
                proving.add(again, proof);
                prove(proving, asked, again, hop, onOutcome);
            } else {
                onOutcome.accept(outcome);
            }
        });
    }

    private void transmit(SIPRequest request, InetSocketAddress hop, Consumer<Outcome> onOutcome) {
        Waiting waiting = new Waiting(call, onOutcome);
        try {
            call.stack().send(request, hop, waiting);
        } catch (SipException e) {
            waiting.tell(new Outcome.Lost(CallEnd.Cause.TRANSPORT));
        }
    }

    /** The open connection of the call, else where the dialog says. */
    private InetSocketAddress hop() {
        SipChannel channel = call.channel();
        boolean connected = channel.isReliable() && channel.isOpen();
        return connected ? channel.peer() : call.dialog().nextHop(channel.peer());
    }

    void bye(List<SipHeader> headers) {
        SIPRequest bye = Messages.withHeaders(next("BYE"), headers);
        send(bye, outcome -> {
            if (isFinal(outcome)) {
                call.ended(new CallEnd.LocalBye());
            }
        });
    }

    void info(String contentType, byte[] body) {
        send(Messages.withBody(next("INFO"), contentType, body), this::onGoneDialog);
    }

    void refer(String target, List<SipHeader> headers) {
        SIPRequest refer = Messages.withHeaders(next("REFER"), headers);
        refer.setHeader(Parts.text("Refer-To", "<" + target + ">"));
        refer.setHeader(Parts.text("Referred-By", "<" + call.localUri() + ">"));
        referring = true;
        send(refer, outcome -> {
            onGoneDialog(outcome);
            SipStatus status = statusOf(outcome);
            if (status.code() >= 300 && referring) {
                referring = false;
                call.listener().onReferProgress(status, true);
            }
        });
    }

    /** News of the referred call: a status line in the body (RFC 3515 section 2.4.5). */
    void onNotify(SIPRequest notify) {
        String state = Messages.value(notify, "Subscription-State");
        boolean last = state != null && state.toLowerCase(Locale.ROOT).startsWith("terminated");
        referring = !last;
        String fragment = new String(Messages.body(notify), StandardCharsets.UTF_8);
        call.listener().onReferProgress(statusLine(fragment), last);
    }

    private static SipStatus statusLine(String fragment) {
        String[] words = fragment.lines().findFirst().orElse("").split(" ", 3);
        if (words.length < 2 || !words[1].matches("[1-6][0-9][0-9]")) {
            return SipStatus.TRYING;
        }
        String phrase = words.length > 2 ? words[2].replaceAll("\\p{Cntrl}", "") : "";
        return new SipStatus(Integer.parseInt(words[1]), phrase);
    }

    void reinvite(byte[] sdp) {
        if (reinviting) {
            call.listener().onReinviteRejected(SipStatus.REQUEST_PENDING);
            return;
        }
        reinviting = true;
        send(Messages.withBody(next("INVITE"), Messages.SDP, sdp), outcome -> onReinviteOutcome(outcome, sdp));
    }

    private void onReinviteOutcome(Outcome outcome, byte[] sdp) {
        if (!isFinal(outcome)) {
            return;
        }
        reinviting = false;
        SipStatus status = statusOf(outcome);
        if (status.code() == 491 && ++glares < MAX_GLARES) {
            retryLater(sdp);
        } else if (status.code() < 300 && outcome instanceof Outcome.Answered(SIPResponse response)) {
            glares = 0;
            call.dialog().refreshTarget(response);
            acknowledge(response.getCSeq().getSeqNumber(), new byte[0]);
            call.listener().onReinviteAccepted(SessionBody.sdp(response));
        } else {
            onGoneDialog(outcome);
            call.listener().onReinviteRejected(status);
        }
    }

    /** Both sides offered at once: wait 2.1 to 4 s if the Call-ID is ours, else up to 2 s (section 14.1). */
    private void retryLater(byte[] sdp) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long delayMs = call.ownsCallId() ? random.nextLong(2100, 4000) : random.nextLong(0, 2000);
        call.endpoint()
                .timers()
                .afterNs(TimeUnit.MILLISECONDS.toNanos(delayMs), () -> call.post(() -> call.reinvite(sdp)));
    }

    /** Sends the ACK of a 2xx and keeps it for repetitions (section 13.2.2.4). */
    void acknowledge(long sequence, byte[] sdp) {
        SIPRequest ack = Messages.withBody(call.dialog().ack(sequence, call.transport()), Messages.SDP, sdp);
        Proving proving = call.proving();
        if (proving != null) {
            proving.ofInvite(hop()).ifPresent(proof -> proving.add(ack, proof));
        }
        try {
            ackChannel = call.stack().channel(call.transport(), hop());
            lastAck = ack.encodeAsBytes(call.transport());
            acknowledgedSequence = sequence;
            ackChannel.write(lastAck);
        } catch (IOException e) {
            // Counted by the transport; the peer repeats its answer and we the ACK.
        }
    }

    /** The peer repeated a 2xx: the ACK was lost. */
    void onRepeatedAnswer(long sequence) {
        if (sequence == acknowledgedSequence && lastAck != null && ackChannel != null) {
            try {
                ackChannel.write(lastAck);
            } catch (IOException e) {
                // As above.
            }
        }
    }

    SIPRequest next(String method) {
        return call.dialog().next(method, call.transport());
    }

    /** 481 and 408 mean that the peer has no such dialog, as does silence (section 12.2.1.2). */
    private void onGoneDialog(Outcome outcome) {
        int code = statusOf(outcome).code();
        if (isFinal(outcome) && (code == 481 || code == 408 || outcome instanceof Outcome.Lost)) {
            call.fail(new CallEnd.Failed(CallEnd.Cause.NO_RESPONSE, "dialog gone: " + code), SipStatus.NO_DIALOG);
        }
    }

    static boolean isFinal(Outcome outcome) {
        return statusOf(outcome).code() >= 200;
    }

    /** The response's status; 408 when there is none. */
    static SipStatus statusOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(SIPResponse response) -> status(response);
            case Outcome.Lost _ -> SipStatus.REQUEST_TIMEOUT;
        };
    }

    static SipStatus status(SIPResponse response) {
        String phrase = response.getReasonPhrase();
        return new SipStatus(response.getStatusCode(), phrase == null ? "" : phrase.replaceAll("\\p{Cntrl}", ""));
    }
}
