package io.earshot.tools.simulate.groq;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers by the words of the question, from the resource {@code knowledge/answers.tsv}. Immutable. */
public final class Knowledge {
    private static final String FILE = "/knowledge/answers.tsv";

    /** What is said when no word fits. */
    public static final String UNKNOWN =
            "I am sorry, I do not know that. You can ask me about our opening hours, repairs or parking.";

    private final List<Entry> entries;

    private record Entry(Set<String> words, String answer) {
        long fit(Set<String> question) {
            return question.stream().filter(words::contains).count();
        }
    }

    private Knowledge(List<Entry> entries) {
        this.entries = entries;
    }

    /** Reads the answers. */
    public static Knowledge load() {
        try (InputStream in = Knowledge.class.getResourceAsStream(FILE)) {
            String text = new String(
                    Objects.requireNonNull(in, "missing resource " + FILE).readAllBytes(), StandardCharsets.UTF_8);
            return new Knowledge(text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(row -> new Entry(Set.copyOf(Arrays.asList(row[0].split(" "))), row[1]))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }

    /** The answer that fits a question best. */
    public String answer(String question) {
        Set<String> words = words(question);
        Entry best = entries.get(0);
        for (Entry entry : entries) {
            best = entry.fit(words) > best.fit(words) ? entry : best;
        }
        return best.fit(words) == 0 ? UNKNOWN : best.answer();
    }

    /** All answers, for whoever wants to prepare their speech. */
    public List<String> answers() {
        return entries.stream().map(Entry::answer).toList();
    }

    /** The words of a text, lower case. */
    static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
