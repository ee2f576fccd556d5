package io.earshot.sip.transport;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Set;

/** Header fields without which, or with which malformed, a message cannot be handled (RFC 3261 section 8.1.1). */
final class EssentialHeaders {

    private static final Set<Class<?>> TYPES = Set.of(
            From.class,
            To.class,
            CSeq.class,
            Via.class,
            CallID.class,
            ContentLength.class,
            Contact.class,
            MaxForwards.class,
            Route.class,
            RecordRoute.class,
            RequestLine.class,
            StatusLine.class);

    private EssentialHeaders() {}

    static boolean contains(Class<?> type) {
        return TYPES.contains(type);
    }

    static boolean present(SIPMessage message) {
        return message.getFrom() != null
                && message.getTo() != null
                && message.getCallId() != null
                && message.getCSeq() != null
                && message.getTopmostVia() != null
                && message.getTopmostVia().getTransport() != null;
    }
}
