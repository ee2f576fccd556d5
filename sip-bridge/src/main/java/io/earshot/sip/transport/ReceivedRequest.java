package io.earshot.sip.transport;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.Locale;

/**
 * A request as it came. Its transaction is told by branch, sent-by and method (RFC 3261 section 17.2.3): JAIN-SIP looks
 * at the branch alone, so two clients that chose the same branch would take each other's answers.
 */
final class ReceivedRequest extends SIPRequest {

    private static final long serialVersionUID = 1L;

    /** JAIN-SIP takes an identifier with this start as final and does not go through all transactions. */
    private static final String MAGIC = "z9hg4bk";

    private String transport = "";

    /** Transactions of different transports share nothing, not even a lock. */
    void arrivedOver(String name) {
        transport = name;
    }

    @Override
    public String getTransactionId() {
        return transactionId(getCSeq().getMethod());
    }

    /** The guard has checked what is needed; a client of RFC 2543 sends no Max-Forwards and no Contact. */
    @Override
    public void checkHeaders() {}

    /** Identifier of the INVITE that this CANCEL would end (section 9.2). */
    String cancelledId() {
        return transactionId("INVITE");
    }

    private String transactionId(String method) {
        Via via = getTopmostVia();
        String branch = via.getBranch() == null ? "" : via.getBranch();
        String sentBy = via.getSentBy() == null ? "" : via.getSentBy().encode();
        String shared = (branch + ' ' + sentBy + ' ' + transport).toLowerCase(Locale.ROOT);
        String kind = method.equals("ACK") ? "INVITE" : method;
        if (shared.startsWith(MAGIC) && branch.length() > MAGIC.length()) {
            return shared + ' ' + kind;
        }
        // A client of RFC 2543: without a branch to go by, the call's identity stands in.
        return MAGIC
                + '-'
                + shared
                + ' '
                + kind
                + ' '
                + getCSeq().getSeqNumber()
                + ' '
                + getCallId().getCallId()
                + ' '
                + getFromTag();
    }
}
