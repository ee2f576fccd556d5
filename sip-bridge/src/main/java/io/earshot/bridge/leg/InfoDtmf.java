package io.earshot.bridge.leg;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys sent by SIP INFO, in the two forms in use: {@code application/dtmf-relay} (Signal and Duration lines) and
 * {@code application/dtmf} (the key alone). There is no RFC for either.
 */
final class InfoDtmf {
    private static final Pattern SIGNAL = Pattern.compile("(?mi)^\\s*Signal\\s*=\\s*([0-9A-D*#])\\s*$");
    private static final Pattern DURATION = Pattern.compile("(?mi)^\\s*Duration\\s*=\\s*(\\d{1,5})\\s*$");
    private static final Pattern BARE = Pattern.compile("(?i)\\s*([0-9A-D*#])\\s*");
    private static final int USUAL_MS = 160;
    private static final int MAX_BODY = 1_024;

    private InfoDtmf() {}

    /**
     * A key pressed.
     *
     * @param digit 0 to 9, *, # or A to D
     * @param durationMs how long, milliseconds; {@value #USUAL_MS} where it is not told
     */
    record Press(char digit, int durationMs) {}

    /** The key in an INFO body, or empty when the body is something else. */
    static Optional<Press> digit(String contentType, byte[] body) {
        if (body.length > MAX_BODY) {
            return Optional.empty();
        }
        String text = new String(body, StandardCharsets.US_ASCII);
        String type = contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        return switch (type) {
            case "application/dtmf-relay" -> relay(text);
            case "application/dtmf" -> press(BARE.matcher(text), USUAL_MS, true);
            default -> Optional.empty();
        };
    }

    private static Optional<Press> relay(String text) {
        Matcher duration = DURATION.matcher(text);
        int millis = duration.find() ? Math.max(1, Integer.parseInt(duration.group(1))) : USUAL_MS;
        return press(SIGNAL.matcher(text), millis, false);
    }

    private static Optional<Press> press(Matcher matcher, int durationMs, boolean whole) {
        boolean found = whole ? matcher.matches() : matcher.find();
        return found
                ? Optional.of(new Press(Character.toUpperCase(matcher.group(1).charAt(0)), durationMs))
                : Optional.empty();
    }
}
