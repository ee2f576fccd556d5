package io.earshot.sip.transport;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransaction;
import java.util.Properties;
import javax.sip.PeerUnavailableException;

/** JAIN-SIP's stack with our parser, sockets and look-up of what a CANCEL means. Thread-safe as its parent is. */
public final class TransactionStack extends SipStackImpl {

    public TransactionStack(Properties properties, Transports transports) throws PeerUnavailableException {
        super(properties);
        setMessageProcessorFactory(transports);
        setMessageParserFactory(_ -> new RequestParser());
    }

    /**
     * One look instead of a walk through all transactions; and a final response sent a moment ago does not hide the
     * INVITE, so that a late CANCEL gets its 200 (RFC 3261 section 9.2).
     */
    @Override
    public SIPTransaction findCancelTransaction(SIPRequest cancel, boolean isServer) {
        return isServer && cancel instanceof ReceivedRequest received
                ? findTransaction(received.cancelledId(), true)
                : super.findCancelTransaction(cancel, isServer);
    }
}
