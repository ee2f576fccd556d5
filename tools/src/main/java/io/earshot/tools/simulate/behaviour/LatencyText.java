package io.earshot.tools.simulate.behaviour;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads distributions of delays from their option form. Stateless. */
final class LatencyText {
    private static final Pattern DELAY = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(us|ms|s)?");

    private LatencyText() {}

    static Latency parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon).strip();
        String rest = text.substring(colon + 1).strip();
        return switch (kind) {
            case "fixed" -> new Latency.Fixed(delayNs(rest));
            case "uniform" -> uniform(rest);
            case "normal" -> new Latency.Normal(field(rest, "mean"), field(rest, "sd"));
            case "lognormal" -> new Latency.LogNormal(field(rest, "p50"), field(rest, "p99"));
            case "replay" -> Latency.Replay.of(Path.of(rest));
            default ->
                throw new IllegalArgumentException("a latency is fixed:120ms, uniform:80..200ms,"
                        + " normal:mean=120ms,sd=20ms, lognormal:p50=180ms,p99=600ms or replay:FILE, not: " + text);
        };
    }

    /** The nanoseconds of {@code 250us}, {@code 120ms}, {@code 1.5s} or plain milliseconds. */
    static long delayNs(String text) {
        Matcher matcher = DELAY.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a delay is a number and us, ms or s, not: " + text);
        }
        double value = Double.parseDouble(matcher.group(1));
        String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
        double scale = switch (unit) {
            case "us" -> 1e3;
            case "s" -> 1e9;
            default -> 1e6;
        };
        return Math.round(value * scale);
    }

    private static Latency uniform(String text) {
        String[] ends = text.split("\\.\\.", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("uniform needs least..most, not: " + text);
        }
        return new Latency.Uniform(delayNs(withUnitOf(ends[1], ends[0])), delayNs(ends[1]));
    }

    /** {@code 80..200ms} means 80 ms, not 80 of something else. */
    private static String withUnitOf(String other, String delay) {
        return Character.isDigit(delay.charAt(delay.length() - 1)) ? delay + other.replaceAll("[\\d.\\s]", "") : delay;
    }

    private static long field(String text, String name) {
        Map<String, String> fields = new HashMap<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                fields.put(part.substring(0, equals).strip(), part.substring(equals + 1));
            }
        }
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("missing " + name + "=... in latency: " + text);
        }
        return delayNs(value);
    }
}
