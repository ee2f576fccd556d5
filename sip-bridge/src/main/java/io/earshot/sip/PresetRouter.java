package io.earshot.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Collections;
import java.util.ListIterator;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;

/**
 * Sends a request where its maker said: {@link JainStack} leaves the hop in the request. JAIN-SIP makes it by name.
 * Stateless.
 */
public final class PresetRouter implements Router {

    /** JAIN-SIP's required constructor. */
    public PresetRouter(SipStack stack, String outboundProxy) {}

    @Override
    public Hop getOutboundProxy() {
        throw new UnsupportedOperationException("no outbound proxy");
    }

    @Override
    public Hop getNextHop(Request request) {
        return (Hop) ((SIPRequest) request).getApplicationData();
    }

    @SuppressWarnings("InlineMeSuggester")
    @Deprecated
    @Override
    public ListIterator<Hop> getNextHops(Request request) {
        return Collections.singletonList(getNextHop(request)).listIterator();
    }
}
