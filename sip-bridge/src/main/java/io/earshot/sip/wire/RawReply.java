package io.earshot.sip.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers a request that no parser took, from its own header text (RFC 3261 sections 8.2.6 and 18.2.2). Stateless. */
public final class RawReply {

    private RawReply() {}

    /**
     * The answer, or null when the request has no Via. What else an answer should repeat is left out when the request
     * lacks it (RFC 4475 section 3.3.1).
     *
     * @param source where the request came from; goes into the top Via as {@code received} and {@code rport}
     */
    public static byte @Nullable [] to(byte[] request, Verdict.Refuse refusal, InetSocketAddress source) {
        RawMessage message = RawMessage.of(request);
        List<String> vias = message.values(HeaderName.VIA);
        if (vias.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder(512);
        line(text, "SIP/2.0 " + refusal.status() + " " + refusal.reason());
        line(text, "Via: " + withSource(vias.getFirst(), source));
        vias.subList(1, vias.size()).forEach(via -> line(text, "Via: " + via));
        String callId = copied(text, message, "Call-ID", HeaderName.CALL_ID);
        copied(text, message, "From", HeaderName.FROM);
        message.values(HeaderName.TO).stream().limit(1).forEach(to -> line(text, "To: " + tagged(to, callId)));
        copied(text, message, "CSeq", HeaderName.CSEQ);
        refusal.headers().forEach(header -> line(text, header));
        line(text, "Content-Length: 0");
        line(text, "");
        return text.toString().getBytes(ISO_8859_1);
    }

    private static String copied(StringBuilder text, RawMessage message, String name, String canonical) {
        List<String> values = message.values(canonical);
        if (values.isEmpty()) {
            return "";
        }
        line(text, name + ": " + values.getFirst());
        return values.getFirst();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }

    private static String tagged(String to, String callId) {
        boolean tagged = to.substring(Math.max(0, to.indexOf('>'))).matches("(?i).*;\\s*tag\\s*=.*");
        return tagged ? to : to + ";tag=" + Integer.toHexString((to + callId).hashCode());
    }

    /** Adds {@code received} and fills {@code rport} of the first of possibly several Via values in one line. */
    private static String withSource(String value, InetSocketAddress source) {
        int comma = value.indexOf(',');
        String first = comma < 0 ? value : value.substring(0, comma);
        String rest = comma < 0 ? "" : value.substring(comma);
        String received = ";received=" + source.getAddress().getHostAddress();
        String filled = first.replaceFirst("(?i);\\s*rport\\s*(?=;|$)", ";rport=" + source.getPort());
        return filled + received + rest;
    }
}
