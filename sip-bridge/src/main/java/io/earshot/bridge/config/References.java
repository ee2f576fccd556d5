package io.earshot.bridge.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code ${env:NAME}}, {@code ${env:NAME:-default}} and {@code ${file:PATH}} inside a configuration value.
 * A variable that is not set gives the empty text: whoever needs the value says so by name.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final Collection<Path> files;
    private final Map<String, String> told = new HashMap<>();

    References(Map<String, String> environment, Collection<Path> files) {
        this.environment = Map.copyOf(environment);
        this.files = files;
    }

    /** The text with every reference replaced; throws IllegalArgumentException when a file cannot be read. */
    String resolve(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group(1).equals("env") ? variable(matcher.group(2)) : file(matcher.group(2));
            told.put(value, matcher.group());
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    /**
     * A fault with references in place of what they stand for: a secret that was put at the wrong key is refused with a message, and
     * messages are printed and logged. The longest first, as one value may be a part of another.
     */
    ConfigFault withoutValues(ConfigFault fault) {
        String message = fault.problem();
        for (String value : told.keySet().stream()
                .filter(value -> !value.isBlank())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            message = message.replace(value, told.get(value));
        }
        return new ConfigFault(fault.where(), fault.key(), message);
    }

    private String variable(String reference) {
        int fallback = reference.indexOf(":-");
        String name = fallback < 0 ? reference : reference.substring(0, fallback);
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() && fallback >= 0 ? reference.substring(fallback + 2) : value;
    }

    private String file(String name) {
        try {
            Path path = Path.of(name);
            files.add(path);
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException("file " + name + " is larger than 64 KiB");
            }
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read file " + name, e);
        }
    }
}
