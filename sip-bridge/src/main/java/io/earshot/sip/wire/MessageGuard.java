package io.earshot.sip.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges the frame of a message before a parser sees it: start line, mandatory header fields, numbers in range, lengths
 * that agree (RFC 3261 sections 7, 8.1.1, 8.2 and 18.3; RFC 4475 section 3.1.2). Stateless.
 */
public final class MessageGuard {

    /** Methods this endpoint answers to; the value of its {@code Allow} header field. */
    public static final String ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, NOTIFY";

    private static final Set<String> SERVED =
            Set.of("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "INFO", "UPDATE", "NOTIFY", "REFER");
    private static final Set<String> KNOWN = Set.of("REGISTER", "SUBSCRIBE", "PUBLISH", "MESSAGE", "PRACK");
    private static final List<String> ONCE =
            List.of(HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ);

    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 [1-6][0-9][0-9]( .*)?");

    private MessageGuard() {}

    /** Judges one whole message: a datagram, or what {@link StreamFramer} cut from a stream. */
    public static Verdict judge(byte[] bytes) {
        RawMessage message = RawMessage.of(bytes);
        if (message.startLine().isBlank()) {
            return new Verdict.Ignore(Verdict.Ignore.KEEP_ALIVE);
        }
        Verdict verdict = message.isResponse() ? response(message) : request(message);
        if (verdict instanceof Verdict.Refuse(int status, String reason, var _)
                && (message.isResponse() || message.startLine().startsWith("ACK "))) {
            return new Verdict.Ignore(status + " " + reason);
        }
        return verdict;
    }

    private static Verdict response(RawMessage message) {
        return STATUS_LINE.matcher(message.startLine()).matches() ? common(message) : bad("Malformed status line");
    }

    private static Verdict request(RawMessage message) {
        String line = message.startLine();
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first <= 0 || first == last) {
            return bad("Malformed request line");
        }
        String method = line.substring(0, first);
        String uri = line.substring(first + 1, last);
        String version = line.substring(last + 1);
        if (version.regionMatches(true, 0, "SIP/", 0, 4) && !version.equalsIgnoreCase("SIP/2.0")) {
            return new Verdict.Refuse(505, "Version Not Supported", List.of());
        }
        if (!version.equalsIgnoreCase("SIP/2.0") || !Tokens.isToken(method)) {
            return bad("Malformed request line");
        }
        return addressed(message, method, uri);
    }

    private static Verdict addressed(RawMessage message, String method, String uri) {
        Verdict common = common(message);
        if (!(common instanceof Verdict.Fit)) {
            return common;
        }
        if (uri.isEmpty() || uri.chars().anyMatch(c -> c <= ' ' || c == '<' || c == '>' || c == '"')) {
            return bad("Malformed Request-URI");
        }
        if (!message.values(HeaderName.CSEQ).getFirst().endsWith(" " + method)) {
            return KNOWN.contains(method) || SERVED.contains(method) ? bad("CSeq method mismatch") : unknown();
        }
        return served(common, method, uri);
    }

    private static Verdict served(Verdict common, String method, String uri) {
        if (KNOWN.contains(method)) {
            return new Verdict.Refuse(405, "Method Not Allowed", List.of("Allow: " + ALLOW));
        }
        if (!SERVED.contains(method)) {
            return unknown();
        }
        String lower = uri.toLowerCase(Locale.ROOT);
        boolean sip = lower.startsWith("sip:") || lower.startsWith("sips:");
        if (!sip && !lower.startsWith("tel:")) {
            return new Verdict.Refuse(416, "Unsupported URI Scheme", List.of());
        }
        return sip && uri.indexOf('?') > uri.indexOf('@') && uri.indexOf('?') >= 0
                ? bad("Header fields in Request-URI")
                : common;
    }

    private static Verdict unknown() {
        return new Verdict.Refuse(501, "Not Implemented", List.of("Allow: " + ALLOW));
    }

    private static Verdict common(RawMessage message) {
        String fault = headerFault(message);
        if (fault != null) {
            return bad(fault);
        }
        List<String> lengths = message.values(HeaderName.CONTENT_LENGTH);
        int length = message.body().length;
        if (!lengths.isEmpty()) {
            long claimed = Tokens.number(lengths.getFirst(), Integer.MAX_VALUE);
            if (claimed < 0 || lengths.stream().anyMatch(other -> !other.equals(lengths.getFirst()))) {
                return bad("Malformed Content-Length");
            }
            if (claimed > length) {
                return bad("Content-Length exceeds the message");
            }
            length = (int) claimed;
        }
        return new Verdict.Fit(rebuilt(message, length));
    }

    private static @Nullable String headerFault(RawMessage message) {
        if (message.fault() != null || !message.terminated()) {
            return message.fault() != null ? message.fault() : "Header without end";
        }
        if (message.values(HeaderName.VIA).isEmpty()) {
            return "Missing Via";
        }
        for (String name : ONCE) {
            int count = message.values(name).size();
            if (count != 1) {
                return (count == 0 ? "Missing " : "Repeated ") + name;
            }
        }
        return numberFault(message);
    }

    private static @Nullable String numberFault(RawMessage message) {
        String cseq = message.values(HeaderName.CSEQ).getFirst();
        int space = cseq.indexOf(' ');
        if (space < 0
                || Tokens.number(cseq.substring(0, space), Integer.MAX_VALUE) < 0
                || !Tokens.isToken(cseq.substring(space).strip())) {
            return "Malformed CSeq";
        }
        for (String value : message.values(HeaderName.MAX_FORWARDS)) {
            if (Tokens.number(value, 255) < 0) {
                return "Malformed Max-Forwards";
            }
        }
        for (String name : List.of(HeaderName.FROM, HeaderName.TO)) {
            if (!Tokens.isNameAddress(message.values(name).getFirst())) {
                return "Malformed " + name;
            }
        }
        return null;
    }

    private static Verdict.Refuse bad(String reason) {
        return new Verdict.Refuse(400, "Bad Request - " + reason, List.of());
    }

    private static byte[] rebuilt(RawMessage message, int bodyLength) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512 + bodyLength);
        line(out, message.startLine());
        for (RawHeader header : message.headers()) {
            if (!header.name().equals(HeaderName.CONTENT_LENGTH)) {
                line(out, header.name() + ": " + header.value());
            }
        }
        line(out, "content-length: " + bodyLength);
        line(out, "");
        out.write(message.body(), 0, bodyLength);
        return out.toByteArray();
    }

    private static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(ISO_8859_1));
        out.write('\r');
        out.write('\n');
    }
}
