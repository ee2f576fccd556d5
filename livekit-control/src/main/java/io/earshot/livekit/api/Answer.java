package io.earshot.livekit.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer that is not a success. Immutable.
 *
 * @param operation the call
 * @param server the server's address, for messages
 * @param status HTTP status
 * @param text the body as text, bounded
 * @param error the body as Twirp's error object, or missing
 * @param date the server's wall time, or null when it did not say
 * @param now our wall time
 * @param retryAfter how long the server asked to wait, or zero
 */
record Answer(
        Operation operation,
        String server,
        int status,
        String text,
        JsonNode error,
        @Nullable Instant date,
        Instant now,
        Duration retryAfter) {
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.?[\\w-]*|Bearer\\s+\\S+");
    private static final Pattern WRAPPER = Pattern.compile("^(twirp error \\w+: )+");
    private static final int LONGEST_QUOTE = 300;
    private static final int LONGEST_LOOK = 4_096;

    /** Twirp's code, or empty when this is no Twirp error. */
    String code() {
        return error.path("code").asText("");
    }

    boolean isTwirp() {
        return !code().isEmpty();
    }

    /** The server's own words, safe to show: no token, no control character, bounded. */
    String words() {
        String said = isTwirp() ? error.path("msg").asText("") : text;
        return quotable(WRAPPER.matcher(said).replaceFirst(""));
    }

    /** A value of Twirp's {@code meta}, or empty. */
    String meta(String name) {
        return error.path("meta").path(name).asText("");
    }

    static JsonNode noError() {
        return MissingNode.getInstance();
    }

    static String quotable(String text) {
        String bounded = text.length() <= LONGEST_LOOK ? text : text.substring(0, LONGEST_LOOK);
        String clean = TOKEN.matcher(bounded).replaceAll("[token hidden]").replaceAll("\\s+", " ");
        clean = clean.replaceAll("\\p{C}", "").strip();
        return clean.length() <= LONGEST_QUOTE ? clean : clean.substring(0, LONGEST_QUOTE) + "...";
    }
}
