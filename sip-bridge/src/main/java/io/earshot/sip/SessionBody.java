package io.earshot.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import gov.nist.javax.sip.message.SIPMessage;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session description in a message: the body itself, or the part of a multipart body that trunks put beside
 * others, such as a location (RFC 5621 section 3). A body that is not SDP but optional counts as none (RFC 3261 section
 * 20.11). Stateless.
 */
final class SessionBody {

    private static final byte[] NONE = {};
    private static final Pattern BOUNDARY = Pattern.compile("(?i)boundary=(?:\"([^\"]{1,70})\"|([^;\\s\"]{1,70}))");

    private SessionBody() {}

    /** The SDP; empty when there is none. */
    static byte[] sdp(SIPMessage message) {
        byte[] found = find(message);
        return found == null ? NONE : found;
    }

    /** Whether nothing is in the body that has to be understood and is not. */
    static boolean understood(SIPMessage message) {
        return find(message) != null;
    }

    private static byte @Nullable [] find(SIPMessage message) {
        byte[] body = Messages.body(message);
        if (body.length == 0) {
            return NONE;
        }
        String type = lower(Messages.value(message, "Content-Type"));
        if (type.startsWith(Messages.SDP)) {
            return body;
        }
        byte[] part = type.startsWith("multipart/") ? part(body, Messages.value(message, "Content-Type")) : null;
        boolean optional = lower(Messages.value(message, "Content-Disposition")).contains("handling=optional");
        return part == null && optional ? NONE : part;
    }

    private static byte @Nullable [] part(byte[] body, @Nullable String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!matcher.find()) {
            return null;
        }
        String delimiter = "--" + (matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        String text = new String(body, ISO_8859_1);
        int start = text.indexOf(delimiter);
        while (start >= 0) {
            int end = text.indexOf("\r\n" + delimiter, start + delimiter.length());
            int headEnd = text.indexOf("\r\n\r\n", start);
            if (end < 0 || headEnd < 0) {
                return null;
            }
            if (headEnd < end && isSdp(text.substring(start, headEnd))) {
                return Arrays.copyOfRange(body, headEnd + 4, end);
            }
            start = end + 2;
        }
        return null;
    }

    private static boolean isSdp(String head) {
        return head.lines().anyMatch(line -> lower(line).replace(" ", "").startsWith("content-type:" + Messages.SDP));
    }

    private static String lower(@Nullable String value) {
        return value == null ? "" : value.toLowerCase(Locale.ROOT);
    }
}
