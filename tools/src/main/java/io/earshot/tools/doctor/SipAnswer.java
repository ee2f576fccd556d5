package io.earshot.tools.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A final answer to a SIP request, or why there was none. Immutable.
 *
 * @param status SIP status, 0 without an answer
 * @param reason its words
 * @param headers its header fields, each {@code name: value} with the name in lower case
 * @param tookNs how long it took
 * @param failure why there was no answer, or null
 */
record SipAnswer(
        int status,
        String reason,
        List<String> headers,
        long tookNs,
        @Nullable IOException failure) {
    SipAnswer {
        headers = List.copyOf(headers);
    }

    /** Reads the head of a response; a request or anything else has status 0. */
    static SipAnswer parse(String head, long tookNs) {
        String[] lines = head.split("\r?\n");
        String[] first = lines[0].split(" ", 3);
        boolean response = first.length >= 2 && first[0].equals("SIP/2.0") && first[1].matches("[1-6]\\d\\d");
        List<String> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.add(lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT) + ": "
                        + lines[i].substring(colon + 1).strip());
            }
        }
        return new SipAnswer(
                response ? Integer.parseInt(first[1]) : 0, first.length > 2 ? first[2] : "", headers, tookNs, null);
    }

    static SipAnswer none(IOException failure, long tookNs) {
        return new SipAnswer(0, "", List.of(), tookNs, failure);
    }

    /** Values of a header field. */
    List<String> all(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ": ";
        return headers.stream()
                .filter(it -> it.startsWith(prefix))
                .map(it -> it.substring(prefix.length()))
                .toList();
    }

    String first(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    boolean answered() {
        return status != 0;
    }

    /** Status and words, or what kept an answer away. */
    String words() {
        return switch (failure) {
            case null -> status + " " + reason;
            case UnknownHostException _ -> "the name does not resolve";
            case PortUnreachableException _, ConnectException _ -> "refused";
            case SocketTimeoutException _ -> "no answer";
            case SSLException tls -> "TLS fails: " + tls.getMessage();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
