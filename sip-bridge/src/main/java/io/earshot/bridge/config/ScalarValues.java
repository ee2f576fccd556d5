package io.earshot.bridge.config;

import io.earshot.media.audio.AudioFormat;
import io.earshot.sip.tls.KeyPassword;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns one configuration word into a value of the type that its record wants. Confined to the loading thread. */
final class ScalarValues {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");

    private final References references;
    private final List<ConfigFault> faults;

    ScalarValues(References references, List<ConfigFault> faults) {
        this.references = references;
        this.faults = faults;
    }

    /** Whether a record type is a section with keys of its own, rather than a value written as one word. */
    static boolean isSection(Class<?> type) {
        return type.isRecord() && type != AudioFormat.class;
    }

    /** The value, or {@code fallback} with a fault noted. */
    @Nullable
    Object convert(Class<?> type, @Nullable Object fallback, ConfigNode.Scalar scalar, String path) {
        try {
            String text = scalar.text() == null ? "" : references.resolve(scalar.text());
            return parse(type, text);
        } catch (IllegalArgumentException e) {
            faults.add(new ConfigFault(scalar.where(), path, String.valueOf(e.getMessage())));
            return fallback;
        }
    }

    private static Object parse(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == Secret.class) {
            return new Secret(text);
        }
        if (type == KeyPassword.class) {
            return new KeyPassword(text);
        }
        if (type == boolean.class) {
            return bool(text);
        }
        if (type == int.class || type == long.class) {
            long value = wholeNumber(text);
            return type == int.class ? (Object) Math.toIntExact(value) : (Object) value;
        }
        if (type == double.class) {
            return number(text);
        }
        if (type == Duration.class) {
            return duration(text);
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        if (type == URI.class) {
            return URI.create(text);
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalStateException("no conversion to " + type);
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("must be true or false, not '" + text + "'");
        };
    }

    private static long wholeNumber(String text) {
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, not '" + text + "'", e);
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number, not '" + text + "'", e);
        }
    }

    static Duration duration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a time such as 20ms, 1.5s, 3m or 1h, not '" + text + "'");
        }
        double unitNs = switch (matcher.group(2)) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            default -> 3600e9;
        };
        return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unitNs));
    }

    private static Object constant(Class<?> type, String text) {
        String wanted = text.replace('-', '_').toUpperCase(Locale.ROOT);
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(wanted)) {
                return constant;
            }
        }
        String known = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                        .toList());
        throw new IllegalArgumentException("must be one of " + known + ", not '" + text + "'");
    }
}
