package io.earshot.bridge.guard;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Patterns of numbers, in which {@code *} stands for any text. Immutable. */
record Patterns(List<Pattern> patterns) {
    static Patterns of(List<String> texts) {
        return new Patterns(texts.stream().map(Patterns::compiled).toList());
    }

    private static Pattern compiled(String text) {
        String regex = Stream.of(text.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    boolean hold(String number) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(number).matches());
    }
}
