package io.earshot.sip;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContactList;
import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.earshot.sip.wire.MessageGuard;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import javax.sip.InvalidArgumentException;
import org.jspecify.annotations.Nullable;

/** Builds requests and responses as this endpoint sends them. Immutable. */
final class Messages {

    static final String SDP = "application/sdp";

    private final String host;
    private final int udpPort;
    private final int tcpPort;
    private final int tlsPort;
    private final String userAgent;

    Messages(String host, int udpPort, int tcpPort, int tlsPort, String userAgent) {
        this.host = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        this.udpPort = udpPort;
        this.tcpPort = tcpPort;
        this.tlsPort = tlsPort;
        this.userAgent = userAgent;
    }

    String host() {
        return host;
    }

    /** A response without body; every response but 100 carries our tag (RFC 3261 section 8.2.6.2). */
    SIPResponse response(SIPRequest request, SipStatus status, String localTag) {
        SIPResponse response = request.createResponse(status.code(), status.phrase());
        if (status.code() > 100 && response.getToTag() == null) {
            response.setToTag(localTag);
        }
        response.setHeader(Parts.text("Server", userAgent));
        int group = status.code() / 100;
        if (status.code() > 100 && group <= 2 && dialogForming(request.getMethod())) {
            response.setHeader(contact(request.getTopmostVia().getTransport(), askedForSips(request)));
        }
        if ((group == 2 && !request.getMethod().equals("BYE")) || status.code() == 405) {
            response.setHeader(Parts.text("Allow", MessageGuard.ALLOW));
        }
        return response;
    }

    private static boolean dialogForming(String method) {
        return method.equals("INVITE") || method.equals("UPDATE");
    }

    /** A response with SDP, or without body when {@code sdp} is empty. */
    SIPResponse response(SIPRequest request, SipStatus status, String localTag, byte[] sdp) {
        return withBody(response(request, status, localTag), SDP, sdp);
    }

    static <M extends SIPMessage> M withBody(M message, String contentType, byte[] body) {
        if (body.length > 0) {
            try {
                message.setContent(body, (ContentType) Parts.header("Content-Type", contentType));
            } catch (ParseException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return message;
    }

    static <M extends SIPMessage> M withHeaders(M message, List<SipHeader> headers) {
        for (SipHeader header : headers) {
            if (SipHeader.reserved(header.name())) {
                throw new IllegalArgumentException(header.name() + " is set by the endpoint");
            }
            message.addHeader(
                    header.name().equalsIgnoreCase("route")
                            ? Parts.header("Route", header.value())
                            : Parts.text(header.name(), header.value()));
        }
        return message;
    }

    /** A request with everything but a body (RFC 3261 section 8.1.1). */
    SIPRequest request(
            String method,
            javax.sip.address.URI target,
            From from,
            To to,
            String callId,
            long sequence,
            @Nullable RouteList routes,
            String transport) {
        SIPRequest request = new SIPRequest();
        request.setRequestURI(target);
        request.setMethod(method);
        request.setHeader(from);
        request.setHeader(to);
        request.setHeader(callId(callId));
        request.setHeader(new CSeq(sequence, method));
        request.setHeader(via(transport));
        request.setHeader(Parts.header("Max-Forwards", "70"));
        if (routes != null && !routes.isEmpty()) {
            request.setHeader((RouteList) routes.clone());
        }
        request.setHeader(Parts.text("User-Agent", userAgent));
        if (method.equals("INVITE") || method.equals("UPDATE") || method.equals("REFER")) {
            request.setHeader(contact(transport, firstHop(target, routes).startsWith("sips:")));
            request.setHeader(Parts.text("Allow", MessageGuard.ALLOW));
        }
        return request;
    }

    /** A request of ours as a new one. */
    SIPRequest again(SIPRequest request, long sequence, String transport) {
        SIPRequest copy = (SIPRequest) request.clone();
        copy.setHeader(new CSeq(sequence, request.getMethod()));
        copy.setHeader(via(transport));
        return copy;
    }

    private static CallID callId(String text) {
        CallID header = new CallID();
        try {
            header.setCallId(text);
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
        return header;
    }

    private Via via(String transport) {
        Via via = new Via();
        try {
            via.setTransport(transport);
            via.setHost(host);
            via.setPort(port(transport));
            via.setBranch(Parts.newBranch());
            via.setRPort();
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalArgumentException(e);
        }
        return via;
    }

    /** A sips URI is answered with one (RFC 3261 sections 8.1.1.8 and 12.1.1). */
    private gov.nist.javax.sip.header.SIPHeader contact(String transport, boolean sips) {
        String address = host + ":" + port(transport);
        String parameter = transport.equalsIgnoreCase("udp") ? "" : ";transport=" + transport.toLowerCase(Locale.ROOT);
        return Parts.header("Contact", sips ? "<sips:" + address + ">" : "<sip:" + address + parameter + ">");
    }

    private static String firstHop(javax.sip.address.URI target, @Nullable RouteList routes) {
        return routes != null && !routes.isEmpty() && routes.getFirst() instanceof Route route
                ? route.getAddress().getURI().toString()
                : target.toString();
    }

    private static boolean askedForSips(SIPRequest request) {
        if (request.getRequestURI().toString().startsWith("sips:")) {
            return true;
        }
        RecordRouteList recorded = request.getRecordRouteHeaders();
        if (recorded != null && !recorded.isEmpty()) {
            return ((RecordRoute) recorded.getFirst())
                    .getAddress()
                    .getURI()
                    .toString()
                    .startsWith("sips:");
        }
        ContactList contacts = request.getContactHeaders();
        return contacts != null
                && contacts.getFirst() instanceof Contact contact
                && contact.getAddress() != null
                && contact.getAddress().getURI().toString().startsWith("sips:");
    }

    private int port(String transport) {
        return switch (transport.toLowerCase(Locale.ROOT)) {
            case "tls" -> tlsPort;
            case "tcp" -> tcpPort;
            default -> udpPort;
        };
    }

    /** The body, never null. */
    static byte[] body(SIPMessage message) {
        byte[] raw = message.getRawContent();
        return raw == null ? new byte[0] : raw;
    }

    /** The value of that header field, or null. */
    static @Nullable String value(SIPMessage message, String name) {
        var header = message.getHeader(name);
        if (header == null) {
            return null;
        }
        String text = header.toString();
        return text.substring(text.indexOf(':') + 1).strip();
    }
}
