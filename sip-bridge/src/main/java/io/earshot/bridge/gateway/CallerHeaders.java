package io.earshot.bridge.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.earshot.livekit.dispatch.TrunkPolicy;
import io.earshot.sip.IncomingCall;
import io.earshot.sip.SipHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import livekit.LivekitSip.SIPHeaderOptions;

/**
 * SIP header fields as attributes of a participant, and back, as livekit-sip does it; credentials are left out, and numbers
 * and lengths are bounded. Stateless.
 */
final class CallerHeaders {
    private static final int MOST = 64;
    private static final int LONGEST = 1_024;
    private static final int LONGEST_SENT = 256;
    private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization");

    /** Header fields of well-known carriers, and the attributes that LiveKit's users find them under. */
    private static final Map<String, String> CARRIERS = Map.of(
            "x-twilio-accountsid", "sip.twilio.accountSid",
            "x-twilio-callsid", "sip.twilio.callSid",
            "x-call_leg_id", "sip.telnyx.callLegID",
            "x-call_session_id", "sip.telnyx.callSessionID",
            "x-amzn-connectcontactid", "sip.amazon.contactId",
            "x-amzn-connectinitialcontactid", "sip.amazon.initialContactId",
            "x-amzn-sourceaccount", "sip.amazon.sourceAccount",
            "x-amzn-sourcearn", "sip.amazon.sourceArn");

    private CallerHeaders() {}

    /** Attributes that the INVITE's header fields make, by the trunk's wishes. */
    static Map<String, String> attributes(IncomingCall sip, TrunkPolicy trunk) {
        Map<String, String> wanted = new HashMap<>(CARRIERS);
        trunk.headersToAttributes().forEach((header, name) -> wanted.put(header.toLowerCase(Locale.ROOT), name));
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : sip.headers()) {
            String name = header.getKey();
            if (SECRET.contains(name) || attributes.size() >= MOST) {
                continue;
            }
            if (included(name, trunk.includeHeaders())) {
                attributes.putIfAbsent("sip.h." + name, text(header.getValue()));
            }
            if (wanted.containsKey(name)) {
                attributes.putIfAbsent(wanted.get(name), text(header.getValue()));
            }
        }
        attributes.put("sip.callTag", sip.fromTag());
        attributes.put("sip.callIDFull", sip.callId());
        return attributes;
    }

    private static boolean included(String name, SIPHeaderOptions which) {
        return switch (which) {
            case SIP_X_HEADERS -> name.startsWith("x-");
            case SIP_ALL_HEADERS -> true;
            case SIP_NO_HEADERS, UNRECOGNIZED -> false;
        };
    }

    /** Header fields that attributes make, by the trunk's wishes; what is no header field is left out. */
    static List<SipHeader> headers(Map<String, String> attributes, TrunkPolicy trunk) {
        List<SipHeader> headers = new ArrayList<>();
        trunk.attributesToHeaders().forEach((attribute, header) -> {
            String value = attributes.get(attribute);
            if (value != null) {
                add(headers, header, value);
            }
        });
        return headers;
    }

    /** The trunk's own header fields of a 200, and what attributes add. */
    static List<SipHeader> answerHeaders(Map<String, String> attributes, TrunkPolicy trunk) {
        List<SipHeader> headers = new ArrayList<>();
        trunk.headers().forEach((name, value) -> add(headers, name, value));
        headers.addAll(headers(attributes, trunk));
        return headers;
    }

    /** Adds a header field, or nothing when there can be no such one. */
    static void add(List<SipHeader> headers, String name, String value) {
        String line = value.length() > LONGEST_SENT ? value.substring(0, LONGEST_SENT) : value;
        if (headers.size() >= MOST || SipHeader.reserved(name)) {
            return;
        }
        try {
            headers.add(new SipHeader(name, line));
        } catch (IllegalArgumentException _) {
            // a participant may put anything into its attributes; what no header field can hold is not sent
        }
    }

    /** A received value, whose characters stand for its bytes, as text of bounded length. */
    static String text(String latin1) {
        String text = new String(latin1.getBytes(ISO_8859_1), UTF_8);
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
