package io.earshot.bridge.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code ${env:NAME}}, {@code ${env:NAME:-default}} and {@code ${file:PATH}} inside a configuration value; a further dollar sign
 * before one keeps it as it is written. Confined to the loading thread.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)\\{|\\{(\\w+):([^}]*)})");
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final Collection<Path> files;

    /** @param files is given every file that a reference names, readable or not */
    References(Map<String, String> environment, Collection<Path> files) {
        this.environment = Map.copyOf(environment);
        this.files = files;
    }

    /** The text with every reference replaced; throws IllegalArgumentException for one that leads nowhere, without a value. */
    String resolve(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group(1) != null ? "${" : value(matcher.group(2), matcher.group(3));
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String value(String kind, String reference) {
        return switch (kind) {
            case "env" -> variable(reference);
            case "file" -> file(reference);
            default ->
                throw new IllegalArgumentException(
                        "knows ${env:NAME} and ${file:PATH}, not ${" + kind + ":}; $${ stands for ${");
        };
    }

    private String variable(String reference) {
        int fallback = reference.indexOf(":-");
        String name = fallback < 0 ? reference : reference.substring(0, fallback);
        String value = environment.get(name);
        if (value == null && fallback < 0) {
            throw new IllegalArgumentException(
                    "the environment has no " + name + "; ${env:" + name + ":-} stands for nothing when it is not set");
        }
        return (value == null || value.isEmpty()) && fallback >= 0 ? reference.substring(fallback + 2) : value + "";
    }

    private String file(String name) {
        try {
            Path path = Path.of(name);
            files.add(path);
            if (!Files.exists(path)) {
                throw new IllegalArgumentException("there is no file " + name);
            }
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException("file " + name + " is larger than 64 KiB");
            }
            return Files.readString(path).strip();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("file " + name + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("may not read file " + name, e);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("${file:} names no path", e);
        }
    }
}
