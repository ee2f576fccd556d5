package io.earshot.ai.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceSplitterTest {
    /** Splits text that arrives in pieces of {@code size} characters. */
    private static List<String> split(String text, int size) {
        SentenceSplitter splitter = new SentenceSplitter();
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < text.length(); i += size) {
            splitter.add(text.substring(i, Math.min(text.length(), i + size)));
            String sentence;
            while ((sentence = splitter.next()) != null) {
                sentences.add(sentence.strip());
            }
        }
        String rest = splitter.rest();
        if (rest != null) {
            sentences.add(rest);
        }
        return sentences;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000})
    void shouldCutAtEndsOfSentences(int size) {
        assertThat(split("It is noon. The sun is high in the sky! Is there anything else? No", size))
                .containsExactly("It is noon.", "The sun is high in the sky!", "Is there anything else?", "No");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Please ask Dr. Smith and Mr. Jones about it.",
                "The price is 3.50 dollars at the counter.",
                "We open at 9 a.m. on every working day.",
                "Write to J. R. Tolkien in the U.S. office.",
                "Use version 2.1.7 of it e.g. on Linux."
            })
    void shouldNotCutAtFullStopsInsideSentences(String sentence) {
        assertThat(split(sentence + " And then we shall see.", 2)).containsExactly(sentence, "And then we shall see.");
    }

    @Test
    void shouldGiveFirstPieceEarlyAndLaterOnesWhole() {
        assertThat(split("Well, if you look at the clock on the wall, you will see, my friend, that it is noon.", 4))
                .containsExactly(
                        "Well, if you look at the clock on the wall,", "you will see, my friend, that it is noon.");
    }

    @Test
    void shouldJoinShortSentencesExceptTheFirst() {
        assertThat(split("Of course. Yes. I can do that for you. Bye.", 1))
                .containsExactly("Of course.", "Yes. I can do that for you.", "Bye.");
    }

    @Test
    void shouldGiveShortFirstAnswerAlone() {
        assertThat(split("No, no. That is not what I meant.", 1))
                .containsExactly("No, no.", "That is not what I meant.");
    }

    @Test
    void shouldCutAtLineBreaks() {
        assertThat(split("first line\nsecond line\n\nthird", 1)).containsExactly("first line", "second line", "third");
    }

    @Test
    void shouldCutEndlessTextAtASpace() {
        List<String> pieces = split("word ".repeat(200), 7);

        assertThat(pieces).allMatch(piece -> piece.length() <= 240);
        assertThat(String.join(" ", pieces)).isEqualTo("word ".repeat(200).strip());
    }

    @Test
    void shouldLoseNothingOfTextWithoutSpaces() {
        assertThat(String.join("", split("x".repeat(1_000), 11))).isEqualTo("x".repeat(1_000));
    }

    @Test
    void shouldLoseAndInventNothingWhateverTheModelWrites() {
        Random random = new Random(3);
        String alphabet = "ab. ,!?:;\n\"'()1.5 e.g. Dr. \u2026\u2014\uD83D\uDE00";
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(600); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String said = String.join("", split(text.toString(), 1 + random.nextInt(20)));

            assertThat(said.replaceAll("\\s", "")).isEqualTo(text.toString().replaceAll("\\s", ""));
        }
    }

    @Test
    void shouldGiveNothingOfNothing() {
        assertThat(split("  \n \n ", 1)).isEmpty();
    }
}
