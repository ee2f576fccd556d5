package io.earshot.bridge.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a SIP message is counted. Immutable.
 *
 * @param status status code of a response, 0 for a request
 * @param method a known method, {@code REINVITE} for an INVITE inside a dialog, or {@code OTHER}
 * @param branch the topmost Via's branch, which names the transaction (RFC 3261 section 17.2.3)
 */
record SipLine(int status, String method, String branch) {
    private static final int LONGEST_HEAD = 4_096;
    private static final Set<String> METHODS = Set.of(
            "INVITE",
            "ACK",
            "BYE",
            "CANCEL",
            "OPTIONS",
            "REFER",
            "NOTIFY",
            "INFO",
            "UPDATE",
            "PRACK",
            "REGISTER",
            "SUBSCRIBE",
            "MESSAGE",
            "PUBLISH");

    /** Reads a message as it crossed the socket; null when it is not one that belongs to a transaction. */
    static @Nullable SipLine of(byte[] raw) {
        String head = new String(raw, 0, Math.min(raw.length, LONGEST_HEAD), ISO_8859_1);
        String start = line(head, 0).strip();
        String sequence = field(head, "CSeq:", "CSeq:");
        String via = field(head, "Via:", "v:");
        if (start.isEmpty() || sequence.isEmpty() || via.isEmpty()) {
            return null;
        }
        boolean inside = start.startsWith("INVITE ") && field(head, "To:", "t:").contains(";tag=");
        String method = sequence.substring(sequence.lastIndexOf(' ') + 1).toUpperCase(Locale.ROOT);
        return new SipLine(
                status(start), inside ? "REINVITE" : METHODS.contains(method) ? method : "OTHER", branch(via));
    }

    boolean isRequest() {
        return status == 0;
    }

    boolean isFinal() {
        return status >= 200;
    }

    /** {@code request}, or the class of the response. */
    String kind() {
        return isRequest() ? "request" : status / 100 + "xx";
    }

    /** The method by which its transaction is known: a response does not tell whether its INVITE was the first. */
    String transaction() {
        return (method.equals("REINVITE") ? "INVITE" : method) + ' ' + branch;
    }

    private static int status(String start) {
        if (!start.startsWith("SIP/2.0 ") || start.length() < 11) {
            return 0;
        }
        int code = 0;
        for (int i = 8; i < 11; i++) {
            code = code * 10 + Math.clamp(start.charAt(i) - '0', 0, 9);
        }
        return Math.clamp(code, 100, 699);
    }

    private static String branch(String via) {
        int at = via.toLowerCase(Locale.ROOT).indexOf("branch=");
        if (at < 0) {
            return "";
        }
        int from = at + 7;
        int to = from;
        while (to < via.length() && ";, \t".indexOf(via.charAt(to)) < 0) {
            to++;
        }
        return via.substring(from, to);
    }

    private static String field(String head, String name, String compact) {
        for (int at = head.indexOf('\n') + 1; at > 0 && at < head.length(); at = head.indexOf('\n', at) + 1) {
            if (head.regionMatches(true, at, name, 0, name.length())) {
                return line(head, at + name.length()).strip();
            }
            if (head.regionMatches(true, at, compact, 0, compact.length())) {
                return line(head, at + compact.length()).strip();
            }
        }
        return "";
    }

    private static String line(String head, int from) {
        int end = head.indexOf('\n', from);
        return head.substring(from, end < 0 ? head.length() : end);
    }
}
