package io.earshot.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import javax.sip.ServerTransaction;

/** A re-INVITE or UPDATE waiting for the application's answer. Confined to the call's executor. */
final class SessionChange implements OfferExchange {

    private final ServerSide side;
    private final SipCall call;
    private final SIPRequest request;
    private final ServerTransaction transaction;
    private final byte[] offer;
    private boolean answered;

    SessionChange(ServerSide side, SipCall call, SIPRequest request, ServerTransaction transaction, byte[] offer) {
        this.side = side;
        this.call = call;
        this.request = request;
        this.transaction = transaction;
        this.offer = offer;
    }

    @Override
    public byte[] offer() {
        return offer;
    }

    @Override
    public void accept(byte[] sdp) {
        if (answered) {
            return;
        }
        finish();
        call.dialog().refreshTarget(request);
        SIPResponse answer = Messages.withBody(call.response(request, SipStatus.OK), Messages.SDP, sdp);
        call.reply(transaction, answer);
        if (request.getMethod().equals("INVITE")) {
            side.answered(request, answer);
        }
    }

    @Override
    public void reject(SipStatus status) {
        if (!answered) {
            finish();
            call.reply(transaction, call.response(request, status));
        }
    }

    private void finish() {
        answered = true;
        side.changed();
    }
}
