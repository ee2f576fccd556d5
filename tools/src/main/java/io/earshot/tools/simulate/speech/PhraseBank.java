package io.earshot.tools.simulate.speech;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The recorded phrases, as resources of this module in the folder {@code phrases}. Immutable. */
public final class PhraseBank {
    private static final String FOLDER = "/phrases/";
    private static final int EAR_RATE = 8_000;

    private final List<Phrase> phrases;

    private PhraseBank(List<Phrase> phrases) {
        this.phrases = List.copyOf(phrases);
    }

    /** Reads and analyses the recordings. */
    public static PhraseBank load() {
        List<Phrase> phrases = new ArrayList<>();
        new String(bytes("phrases.tsv"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> phrases.add(phrase(line.split("\t"))));
        return new PhraseBank(phrases);
    }

    /** The names of the phrases: their files without the ending. */
    public List<String> ids() {
        return phrases.stream().map(Phrase::id).toList();
    }

    /** What a phrase says; throws IllegalArgumentException when there is none of that name. */
    public String text(String id) {
        return find(id).text();
    }

    /** A phrase's recording: a WAV file, 16 kHz, 16 bit, mono; throws IllegalArgumentException when there is none. */
    public byte[] wav(String id) {
        return bytes(find(id).id() + ".wav");
    }

    List<Phrase> phrases() {
        return phrases;
    }

    private Phrase find(String id) {
        return phrases.stream()
                .filter(phrase -> phrase.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no phrase " + id + " among " + ids()));
    }

    private static Phrase phrase(String[] row) {
        String[] texts = row[1].split(" ");
        String[] places = row[2].split(" ");
        List<Phrase.Word> words = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            String[] ends = places[i].split("-");
            words.add(new Phrase.Word(texts[i], Integer.parseInt(ends[0]), Integer.parseInt(ends[1])));
        }
        String id = row[0].substring(0, row[0].length() - ".wav".length());
        return new Phrase(id, row[1], List.copyOf(words), shapes(Wav.read(bytes(row[0]))));
    }

    private static float[] shapes(Wav wav) {
        SincResampler resampler = new SincResampler(wav.sampleRate(), EAR_RATE);
        short[] samples = new short[resampler.mostFor(wav.samples().length)];
        int count = resampler.resample(wav.samples(), wav.samples().length, samples);
        int frames = Math.max(0, (count - Spectrum.WINDOW) / Spectrum.HOP + 1);
        float[] shapes = new float[frames * Spectrum.BANDS];
        Spectrum spectrum = new Spectrum();
        for (int frame = 0; frame < frames; frame++) {
            spectrum.shape(samples, frame * Spectrum.HOP, shapes, frame * Spectrum.BANDS);
        }
        return shapes;
    }

    private static byte[] bytes(String file) {
        try (InputStream in = PhraseBank.class.getResourceAsStream(FOLDER + file)) {
            return Objects.requireNonNull(in, () -> "missing resource " + FOLDER + file)
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + file, e);
        }
    }
}
