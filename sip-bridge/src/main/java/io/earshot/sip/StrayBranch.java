package io.earshot.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.sip.SipException;

/** An answer of a second branch of a forked INVITE: taken and hung up at once. Confined to the call's executor. */
final class StrayBranch {

    private final OutgoingCall call;
    private final Dialog dialog;

    StrayBranch(OutgoingCall call, Dialog dialog) {
        this.call = call;
        this.dialog = dialog;
    }

    void end(long inviteSequence) {
        String transport = call.transport();
        InetSocketAddress peer = call.channel().peer();
        InetSocketAddress hop = call.channel().isReliable() ? peer : dialog.nextHop(peer);
        try {
            SIPRequest ack = dialog.ack(inviteSequence, transport);
            call.stack().channel(transport, hop).write(ack.encodeAsBytes(transport));
            call.stack().send(dialog.next("BYE", transport), hop, new Waiting(call, _ -> {}));
        } catch (IOException | SipException e) {
            // The stray callee will give up by itself.
        }
    }
}
