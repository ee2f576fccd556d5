package io.earshot.bridge.room;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of rooms by a pattern in which {@code *} stands for any text. Immutable. */
final class RoomNames {
    private final Pattern pattern;

    RoomNames(String glob) {
        String parts = Arrays.stream(glob.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        this.pattern = Pattern.compile(parts, Pattern.DOTALL);
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }
}
