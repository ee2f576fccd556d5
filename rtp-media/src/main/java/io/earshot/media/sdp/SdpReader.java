package io.earshot.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one session description. Bounded in every direction, so that hostile text costs at most its own length.
 *
 * <p>Deviations from RFC 8866, all towards what phones really send: lines may end in LF alone, blank lines are skipped,
 * order is free within a section, unknown type letters are skipped (section 5 would have the whole ignored), and o=, s= and
 * t= may be missing.
 */
final class SdpReader {
    static final int MAX_BYTES = 65_536;
    static final int MAX_LINES = 2_000;
    static final int MAX_MEDIA = 32;
    static final int MAX_ATTRIBUTES = 512;
    static final int MAX_FORMATS = 128;

    private static final Pattern EDGE_BLANKS = Pattern.compile("^ +| +$");

    private final List<MediaDescription> media = new ArrayList<>();
    private final List<Attribute> sessionAttributes = new ArrayList<>();
    private @Nullable MediaDraft draft;
    private @Nullable Origin origin;
    private @Nullable String sessionName;
    private @Nullable Connection connection;
    private @Nullable String timing;
    private boolean versionSeen;
    private @Nullable String fault;

    private SdpReader() {}

    static SdpParse read(byte[] body) {
        if (body.length == 0 || body.length > MAX_BYTES) {
            return new SdpParse.Malformed(body.length == 0 ? "empty" : "longer than 65536 bytes", 0);
        }
        return new SdpReader().lines(new String(body, UTF_8));
    }

    private SdpParse lines(String text) {
        int number = 0;
        for (int start = 0; start < text.length(); ) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            number++;
            line(stripped(text, start, end));
            if (number > MAX_LINES) {
                fault = "too many lines";
            }
            if (fault != null) {
                return new SdpParse.Malformed(fault, number);
            }
            start = end + 1;
        }
        return finish();
    }

    private static String stripped(String text, int start, int end) {
        return text.substring(start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private SdpParse finish() {
        closeMedia();
        if (!versionSeen) {
            return new SdpParse.Malformed("no v= line", 0);
        }
        return new SdpParse.Parsed(new SessionDescription(
                origin == null ? Origin.ABSENT : origin,
                sessionName == null || sessionName.isEmpty() ? "-" : sessionName,
                connection,
                timing == null ? "0 0" : timing,
                sessionAttributes,
                media));
    }

    private void line(String line) {
        if (line.isBlank()) {
            return;
        }
        if (line.length() < 2 || line.charAt(1) != '=') {
            fault = "not a type=value line";
        } else if (line.indexOf('\r') >= 0 || line.indexOf('\0') >= 0) {
            fault = "control character within a line";
        } else {
            value(line.charAt(0), line.substring(2));
        }
    }

    private void value(char type, String value) {
        switch (type) {
            case 'v' -> version(value);
            case 'o' -> origin(value);
            case 's' -> sessionName = sessionName == null && draft == null ? value : sessionName;
            case 't' -> timing(value);
            case 'c' -> connection(value);
            case 'a' -> attribute(value);
            case 'm' -> media(value);
            default -> {}
        }
    }

    private void version(String value) {
        versionSeen = true;
        if (!value.strip().equals("0")) {
            fault = "version is not 0";
        }
    }

    /** Reads from the end, because phones put blanks into the user name. */
    private void origin(String value) {
        String[] words = words(value);
        int n = words.length;
        if (n < 6) {
            fault = "origin has fewer than six fields";
        } else if (origin == null) {
            Connection address = new Connection(words[n - 2], words[n - 1]);
            origin = new Origin(words[0], words[n - 5], words[n - 4], address);
        }
    }

    private void timing(String value) {
        String[] words = words(value);
        if (timing == null && words.length == 2 && isNumber(words[0], 20) && isNumber(words[1], 20)) {
            timing = words[0] + " " + words[1];
        }
    }

    private void connection(String value) {
        String[] words = words(value);
        if (words.length < 3 || !words[0].equalsIgnoreCase("IN")) {
            fault = "connection is not 'IN type address'";
            return;
        }
        int slash = words[2].indexOf('/');
        if (slash == 0) {
            fault = "connection is not 'IN type address'";
            return;
        }
        Connection read = new Connection(words[1], slash < 0 ? words[2] : words[2].substring(0, slash));
        if (draft != null) {
            draft.connection = draft.connection == null ? read : draft.connection;
        } else {
            connection = connection == null ? read : connection;
        }
    }

    private void attribute(String value) {
        List<Attribute> attributes = draft == null ? sessionAttributes : draft.attributes;
        int colon = value.indexOf(':');
        String name = colon < 0 ? value.strip() : value.substring(0, colon);
        if (name.isEmpty()) {
            fault = "attribute without a name";
        } else if (attributes.size() == MAX_ATTRIBUTES) {
            fault = "too many attributes";
        } else {
            attributes.add(new Attribute(name, colon < 0 ? null : value.substring(colon + 1)));
        }
    }

    private void media(String value) {
        closeMedia();
        String[] words = words(value);
        if (media.size() == MAX_MEDIA) {
            fault = "too many streams";
        } else if (words.length < 4 || words.length > 3 + MAX_FORMATS) {
            fault = "stream has too few or too many fields";
        } else if (!isVisible(value)) {
            fault = "control character within a stream line";
        } else {
            draft = MediaDraft.of(words);
            fault = draft == null ? "port is not a number from 0 to 65535" : null;
        }
    }

    private void closeMedia() {
        if (draft != null) {
            media.add(draft.toMedia());
            draft = null;
        }
    }

    /** Only the blank separates: stripping more would let a field change its meaning when written again. */
    private static String[] words(String value) {
        return EDGE_BLANKS.matcher(value).replaceAll("").split(" +");
    }

    /** Refused streams are echoed in the answer, so nothing but printable ASCII may get in. */
    private static boolean isVisible(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    static boolean isNumber(String word, int maxDigits) {
        return !word.isEmpty() && word.length() <= maxDigits && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
