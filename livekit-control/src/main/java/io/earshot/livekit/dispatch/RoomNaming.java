package io.earshot.livekit.dispatch;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names rooms. LiveKit joins prefix, number and random text with underscores; an individual rule's rooms may be named by a template
 * instead, so that {@code {prefix}{call_id}} gives {@code voice-ai-call-SCL_7} for the prefix {@code voice-ai-call-}. Thread-safe when
 * its source of random numbers is.
 */
public final class RoomNaming {
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int RANDOM_LENGTH = 12;
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> PLACES = Set.of("prefix", "caller", "callee", "call_id", "random");

    private final String template;
    private final RandomGenerator random;

    private RoomNaming(String template, RandomGenerator random) {
        this.template = template;
        this.random = random;
    }

    /** LiveKit's own names. */
    public static RoomNaming likeLiveKit(RandomGenerator random) {
        return new RoomNaming("", random);
    }

    /**
     * Rooms of individual rules by {@code template}, others as LiveKit names them.
     *
     * @param template text with any of {@code {prefix} {caller} {callee} {call_id} {random}}
     * @throws IllegalArgumentException when it names something else, or nothing that tells calls apart
     */
    public static RoomNaming byTemplate(String template, RandomGenerator random) {
        List<String> used =
                PLACE.matcher(template).results().map(it -> it.group(1)).toList();
        for (String place : used) {
            if (!PLACES.contains(place)) {
                throw new IllegalArgumentException("a room name knows no {" + place
                        + "}, only {prefix}, {caller}, {callee}, {call_id} and {random}");
            }
        }
        if (!used.contains("call_id") && !used.contains("random") && !used.contains("caller")) {
            throw new IllegalArgumentException(
                    "a room name for individual calls needs {call_id}, {random} or {caller}");
        }
        return new RoomNaming(template, random);
    }

    /** Room of an individual rule. */
    String individual(String prefix, String caller, String callee, String callId, boolean randomized) {
        if (template.isEmpty()) {
            return joined(prefix, caller, randomized);
        }
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(value(place, prefix, caller, callee, callId)));
    }

    private String value(MatchResult place, String prefix, String caller, String callee, String callId) {
        return switch (place.group(1)) {
            case "prefix" -> prefix;
            case "caller" -> caller;
            case "callee" -> callee;
            case "call_id" -> callId;
            default -> randomText();
        };
    }

    /** Room of a callee rule. */
    String callee(String prefix, String callee, boolean randomized) {
        return joined(prefix, callee, randomized);
    }

    private String joined(String prefix, String number, boolean randomized) {
        return (prefix.isEmpty() ? "" : prefix + "_") + number + (randomized ? "_" + randomText() : "");
    }

    private String randomText() {
        StringBuilder text = new StringBuilder(RANDOM_LENGTH);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
