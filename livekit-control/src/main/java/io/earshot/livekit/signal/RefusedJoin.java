package io.earshot.livekit.signal;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A server's refusal of a join, read from its HTTP answer. Immutable.
 *
 * @param status HTTP status
 * @param refusal what is wrong
 * @param cause the same in a sentence for operators, free of tokens
 */
public record RefusedJoin(int status, Refusal refusal, String cause) {
    /** Header, payload and signature of a token: livekit-server quotes the whole token in its answer. */
    private static final Pattern TOKEN = Pattern.compile("[\\w-]{8,}\\.[\\w-]{8,}(\\.[\\w-]*)?");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int MAX_QUOTE = 200;

    /** Reads an answer. {@code body} may be anything. */
    public static RefusedJoin read(int status, String body) {
        Refusal refusal = classify(status, body.toLowerCase(Locale.ROOT));
        return new RefusedJoin(status, refusal, sentence(refusal) + " (HTTP " + status + ": " + quote(body) + ")");
    }

    /** Whether asking again with the same token at the same server may be answered otherwise. */
    public boolean passing() {
        return refusal == Refusal.OVERLOADED || refusal == Refusal.SERVER_ERROR;
    }

    /** A server's text without tokens and control characters, and short. */
    public static String quote(String text) {
        String plain =
                CONTROL.matcher(TOKEN.matcher(text).replaceAll("<token>")).replaceAll(" ");
        return plain.length() <= MAX_QUOTE
                ? plain.strip()
                : plain.substring(0, MAX_QUOTE).strip() + "…";
    }

    private static Refusal classify(int status, String body) {
        // What livekit-server 1.13 says of a full room is "connection closed by media".
        if (body.contains("max participants") || body.contains("closed by media")) {
            return Refusal.ROOM_FULL;
        }
        return switch (status) {
            case 400 -> body.contains("identity") || body.contains("room name") ? Refusal.MISSING_GRANT : Refusal.OTHER;
            case 401, 403 -> unauthorized(body);
            case 404 -> body.contains("room does not exist") ? Refusal.NO_ROOM : Refusal.UNKNOWN_PROTOCOL;
            case 429, 503 -> Refusal.OVERLOADED;
            default -> status >= 500 ? Refusal.SERVER_ERROR : Refusal.UNKNOWN_PROTOCOL;
        };
    }

    private static Refusal unauthorized(String body) {
        if (body.contains("invalid api key")) {
            return Refusal.UNKNOWN_KEY;
        }
        if (body.contains("signature is invalid")) {
            return Refusal.WRONG_SECRET;
        }
        if (body.contains("expired")) {
            return Refusal.TOKEN_EXPIRED;
        }
        if (body.contains("not valid yet") || body.contains("before issued")) {
            return Refusal.CLOCK_SKEW;
        }
        if (body.contains("permission")) {
            return Refusal.MISSING_GRANT;
        }
        return body.contains("authorization") || body.contains("token")
                ? Refusal.TOKEN_MALFORMED
                : Refusal.MISSING_GRANT;
    }

    private static String sentence(Refusal refusal) {
        return switch (refusal) {
            case UNKNOWN_KEY -> "the server has no API key of that name";
            case WRONG_SECRET -> "the API secret is not the server's";
            case TOKEN_EXPIRED -> "the token has expired";
            case CLOCK_SKEW -> "the token is not valid yet: the clocks differ by more than a minute";
            case TOKEN_MALFORMED -> "the server cannot read the token";
            case MISSING_GRANT ->
                "the token lacks a permission (joining this room, or changing its own metadata when attributes are set)";
            case ROOM_FULL -> "the room did not take us: it is full, or just closing";
            case NO_ROOM -> "the room does not exist and the server makes none by itself";
            case OVERLOADED -> "the server has no place for more";
            case UNKNOWN_PROTOCOL -> "not a LiveKit server, or one that speaks no version known here";
            case SERVER_ERROR -> "the server failed";
            case OTHER -> "the server refused";
        };
    }
}
