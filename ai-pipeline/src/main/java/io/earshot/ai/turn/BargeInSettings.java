package io.earshot.ai.turn;

import java.util.Locale;
import java.util.Set;

/**
 * What counts as an interruption of the agent. Immutable.
 *
 * @param enabled whether the caller may interrupt at all
 * @param minSpeechMs sound from the caller before the agent falls silent (20 to 5000); not used when words are required
 * @param minWords words that must be understood before the agent falls silent; 0: sound alone is enough (0 to 10)
 * @param falseInterruptionMs after the caller's sound ended without words: how long until the agent goes on (100 to
 *     10000)
 * @param backchannels lower-case words that show listening and do not interrupt
 */
public record BargeInSettings(
        boolean enabled, int minSpeechMs, int minWords, int falseInterruptionMs, Set<String> backchannels) {
    public BargeInSettings {
        require("barge-in.min-speech-ms", minSpeechMs, 20, 5_000);
        require("barge-in.min-words", minWords, 0, 10);
        require("barge-in.false-interruption-ms", falseInterruptionMs, 100, 10_000);
        backchannels = Set.copyOf(backchannels);
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ": " + value);
        }
    }

    /** 80 ms of sound silence the agent; without words it goes on after a second. */
    public static BargeInSettings defaults() {
        return new BargeInSettings(
                true,
                80,
                0,
                1_000,
                Set.of("uh-huh", "mhm", "mm-hmm", "mm", "hmm", "uh", "um", "yeah", "okay", "ok", "right"));
    }

    /** Whether {@code text} has enough words, and not only such as show listening. */
    public boolean interrupts(String text) {
        int words = 0;
        boolean meant = false;
        for (String word : text.strip().split("\\s+")) {
            String bare = bare(word);
            if (!bare.isEmpty()) {
                words++;
                meant |= !backchannels.contains(bare);
            }
        }
        return meant && words >= Math.max(1, minWords);
    }

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", "");
    }
}
