package io.earshot.sip.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers a request that no parser took, from its own header text (RFC 3261 sections 8.2.6 and 18.2.2). Stateless. */
public final class RawReply {

    private RawReply() {}

    /**
     * The answer, or null when the request lacks what an answer needs (Via, From, To, Call-ID, CSeq).
     *
     * @param source where the request came from; goes into the top Via as {@code received} and {@code rport}
     */
    public static byte @Nullable [] to(byte[] request, Verdict.Refuse refusal, InetSocketAddress source) {
        RawMessage message = RawMessage.of(request);
        List<String> vias = message.values(HeaderName.VIA);
        StringBuilder text = new StringBuilder(512)
                .append("SIP/2.0 ")
                .append(refusal.status())
                .append(' ')
                .append(refusal.reason())
                .append("\r\n");
        if (vias.isEmpty() || !copied(text, message)) {
            return null;
        }
        StringBuilder via = new StringBuilder(withSource(vias.getFirst(), source));
        for (String next : vias.subList(1, vias.size())) {
            via.append("\r\nVia: ").append(next);
        }
        text.append("Via: ").append(via).append("\r\n");
        refusal.headers().forEach(line -> text.append(line).append("\r\n"));
        return text.append("Content-Length: 0\r\n\r\n").toString().getBytes(ISO_8859_1);
    }

    private static boolean copied(StringBuilder text, RawMessage message) {
        List<String> from = message.values(HeaderName.FROM);
        List<String> to = message.values(HeaderName.TO);
        List<String> callId = message.values(HeaderName.CALL_ID);
        List<String> cseq = message.values(HeaderName.CSEQ);
        if (from.isEmpty() || to.isEmpty() || callId.isEmpty() || cseq.isEmpty()) {
            return false;
        }
        text.append("From: ").append(from.getFirst()).append("\r\n");
        text.append("To: ").append(tagged(to.getFirst(), callId.getFirst())).append("\r\n");
        text.append("Call-ID: ").append(callId.getFirst()).append("\r\n");
        text.append("CSeq: ").append(cseq.getFirst()).append("\r\n");
        return true;
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
