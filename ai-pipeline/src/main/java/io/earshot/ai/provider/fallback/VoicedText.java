package io.earshot.ai.provider.fallback;

import io.earshot.ai.tts.TtsEvent;
import io.earshot.media.audio.AudioFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of one utterance and how much of it the audio given so far speaks, so that another voice can go on where one broke off. By
 * the voice's word times where it tells them, else by 15 characters a second; a word that was cut is said again. Sans-IO; confined to
 * the loop.
 */
final class VoicedText {
    private static final int MS_PER_CHAR = 1_000 / 15;
    /** What a last word is taken to last when nothing tells of its end. */
    private static final int LAST_WORD_MS = 300;

    private final AudioFormat format;
    private final StringBuilder text = new StringBuilder();
    /** Start of each word of the utterance that was told on, milliseconds from its start. */
    private final List<Integer> told = new ArrayList<>();
    /** Words that the present voice has announced and whose audio has not come. */
    private final List<String> words = new ArrayList<>();

    private final List<Integer> starts = new ArrayList<>();
    private long bytes;
    /** Where the present voice began: character, word and milliseconds. */
    private int fromChar;

    private int fromWord;
    private int fromMs;
    private int fresh;

    VoicedText(AudioFormat format) {
        this.format = format;
    }

    void add(String piece) {
        text.append(piece);
    }

    /** More audio was given. */
    void audio(int length) {
        bytes += length;
    }

    /** The present voice tells when it speaks further words, counted from where it began. */
    void words(TtsEvent.Words more) {
        words.addAll(more.words());
        more.startMs().forEach(ms -> starts.add(fromMs + ms));
    }

    /** Whether the present voice has given any audio. */
    boolean progressed() {
        return givenMs() > fromMs;
    }

    /**
     * Words that can be told on because their audio was given, in the time of the whole utterance; null when there are none. Words that an
     * earlier voice had begun are not told a second time.
     *
     * @param all whether the rest may be told on as well, because no other voice will say it
     */
    TtsEvent.@Nullable Words due(boolean all) {
        List<String> dueWords = new ArrayList<>();
        List<Integer> dueStarts = new ArrayList<>();
        while (fresh < starts.size() && (all || starts.get(fresh) < givenMs())) {
            if (fromWord + fresh >= told.size()) {
                told.add(starts.get(fresh));
                dueWords.add(words.get(fresh));
                dueStarts.add(starts.get(fresh));
            }
            fresh++;
        }
        return dueWords.isEmpty() ? null : new TtsEvent.Words(dueWords, dueStarts);
    }

    /** What the present voice has not spoken of its text. */
    String rest() {
        return text.substring(spokenTo());
    }

    /** The voice broke off: the next begins with {@link #rest}. */
    void handOver() {
        int to = spokenTo();
        fromWord += wordsIn(text.substring(fromChar, to));
        fromChar = to;
        fromMs = givenMs();
        words.clear();
        starts.clear();
        fresh = 0;
    }

    private int givenMs() {
        return format.millis((int) bytes);
    }

    /** The character up to which the audio goes. */
    private int spokenTo() {
        if (!progressed()) {
            return fromChar;
        }
        int spoken = 0;
        while (spoken + 1 < starts.size() && starts.get(spoken + 1) <= givenMs()) {
            spoken++;
        }
        if (starts.isEmpty()) {
            return beginOfWord(fromChar + (givenMs() - fromMs) / MS_PER_CHAR);
        }
        int to = after(fromChar, spoken);
        int overMs = givenMs() - starts.get(spoken) - LAST_WORD_MS;
        return spoken + 1 < starts.size() || overMs < 0 ? to : beginOfWord(after(to, 1) + overMs / MS_PER_CHAR);
    }

    /** The character after so many words, and the space behind them. */
    private int after(int from, int count) {
        int at = from;
        for (int n = 0; n < count && at < text.length(); n++) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int beginOfWord(int at) {
        if (at >= text.length()) {
            return text.length();
        }
        int begin = at;
        while (begin > fromChar && !Character.isWhitespace(text.charAt(begin - 1))) {
            begin--;
        }
        return begin;
    }

    private static int wordsIn(String part) {
        return part.isBlank() ? 0 : part.strip().split("\\s+").length;
    }
}
