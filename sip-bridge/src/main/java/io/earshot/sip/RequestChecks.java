package io.earshot.sip;

import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a user agent server inspects before a request has any effect (RFC 3261 section 8.2). Stateless. */
final class RequestChecks {

    /** A refusal and its header fields. */
    record Refusal(SipStatus status, List<SipHeader> headers) {}

    private RequestChecks() {}

    /** The refusal that a request deserves, or null when it may pass. */
    static @Nullable Refusal inspect(SIPRequest request) {
        if (request.getHeader("Max-Forwards") instanceof MaxForwards hops && hops.getMaxForwards() == 0) {
            return new Refusal(SipStatus.TOO_MANY_HOPS, List.of());
        }
        List<SipHeader> unsupported = new ArrayList<>();
        for (String value : values(request, "Require")) {
            unsupported.add(new SipHeader("Unsupported", value));
        }
        if (!unsupported.isEmpty()) {
            return new Refusal(SipStatus.BAD_EXTENSION, unsupported);
        }
        return switch (request.getMethod()) {
            case "INVITE", "UPDATE" -> session(request);
            default -> null;
        };
    }

    private static @Nullable Refusal session(SIPRequest request) {
        if (Messages.body(request).length > 0) {
            String encoding = Messages.value(request, "Content-Encoding");
            if (!SessionBody.understood(request)) {
                return new Refusal(SipStatus.UNSUPPORTED_MEDIA_TYPE, List.of(new SipHeader("Accept", Messages.SDP)));
            }
            if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
                SipHeader plain = new SipHeader("Accept-Encoding", "identity");
                return new Refusal(SipStatus.UNSUPPORTED_MEDIA_TYPE, List.of(plain));
            }
        }
        List<String> accepted = values(request, "Accept");
        boolean acceptable = accepted.isEmpty() || accepted.stream().anyMatch(RequestChecks::admitsSdp);
        return acceptable ? null : new Refusal(SipStatus.NOT_ACCEPTABLE, List.of());
    }

    private static boolean isSdp(String type) {
        return type.toLowerCase(Locale.ROOT).replace(" ", "").startsWith(Messages.SDP);
    }

    private static boolean admitsSdp(String range) {
        String type = range.toLowerCase(Locale.ROOT).replace(" ", "");
        return isSdp(type) || type.startsWith("*/*") || type.startsWith("application/*");
    }

    /** Every value of a header field, comma-separated ones apart. */
    private static List<String> values(SIPRequest request, String name) {
        List<String> values = new ArrayList<>();
        for (Iterator<SIPHeader> headers = request.getHeaders(name); headers.hasNext(); ) {
            String text = headers.next().toString();
            for (String value : text.substring(text.indexOf(':') + 1).split(",")) {
                values.add(value.strip());
            }
        }
        return values;
    }
}
