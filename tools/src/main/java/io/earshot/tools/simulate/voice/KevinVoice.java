package io.earshot.tools.simulate.voice;

import com.sun.speech.freetts.FreeTTSSpeakableImpl;
import com.sun.speech.freetts.Item;
import com.sun.speech.freetts.ProcessException;
import com.sun.speech.freetts.Relation;
import com.sun.speech.freetts.Utterance;
import com.sun.speech.freetts.UtteranceProcessor;
import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An American male diphone voice in pure Java (FreeTTS, voice kevin16): about 0.3 % of real time once warm. Confined to
 * one thread.
 */
final class KevinVoice implements AutoCloseable {
    /** Hertz. */
    static final int SAMPLE_RATE = 16_000;

    private static final Logger LOG = LoggerFactory.getLogger(KevinVoice.class);
    private static final String NAME = "kevin16";

    private final Voice voice;
    private final SampleCollector collector = new SampleCollector();
    private final List<SpokenWord> words = new ArrayList<>();

    /** Seconds of the text's sentences before the one at hand. */
    private double base;

    @SuppressWarnings("unchecked") // the library's list of processors has no type argument
    KevinVoice() {
        voice = Arrays.stream(new KevinVoiceDirectory().getVoices())
                .filter(candidate -> candidate.getName().equals(NAME))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("FreeTTS came without its voice " + NAME));
        voice.allocate();
        voice.setAudioPlayer(collector);
        voice.getUtteranceProcessors().add(new WordPlaces());
    }

    /** Speaks a text; what cannot be spoken yields no samples. */
    SpokenText speak(String text) {
        collector.clear();
        words.clear();
        base = 0;
        String speakable = speakable(text);
        if (speakable.isEmpty()) {
            return new SpokenText(new short[0], List.of());
        }
        try {
            voice.speak(new FreeTTSSpeakableImpl(speakable));
        } catch (RuntimeException e) {
            LOG.warn("the voice could not speak a text of {} characters", text.length(), e);
        }
        return new SpokenText(collector.samples(), List.copyOf(words));
    }

    /** Ends the thread that the library keeps for each voice, which would hold it for ever. */
    @Override
    public void close() {
        voice.deallocate();
    }

    /** Letters with their accents taken off; whatever is not plain ASCII is not spoken. Empty when no letter or digit is left. */
    private static String speakable(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replace('\u2019', '\'')
                .replaceAll("[^\\x20-\\x7E]", " ")
                .replaceAll("[<>{}\\[\\]\\\\^_`|~*#]", " ")
                .strip();
        return plain.chars().anyMatch(Character::isLetterOrDigit) ? plain : "";
    }

    /** Notes where each word ended up, after the durations were decided. */
    private final class WordPlaces implements UtteranceProcessor {
        @Override
        public void processUtterance(Utterance utterance) throws ProcessException {
            double start = 0;
            for (Item segment = utterance.getRelation(Relation.SEGMENT).getHead();
                    segment != null;
                    segment = segment.getNext()) {
                double end = segment.getFeatures().getFloat("end");
                Item word = segment.getItemAs(Relation.SYLLABLE_STRUCTURE);
                Item parent = word == null || word.getParent() == null
                        ? null
                        : word.getParent().getParent();
                if (parent != null) {
                    note(parent.toString(), base + start, base + end);
                }
                start = end;
            }
            base += start;
        }

        private void note(String word, double start, double end) {
            int last = words.size() - 1;
            if (last >= 0
                    && words.get(last).text().equals(word)
                    && words.get(last).endS() == start) {
                words.set(last, new SpokenWord(word, words.get(last).startS(), end));
            } else {
                words.add(new SpokenWord(word, start, end));
            }
        }
    }
}
