package io.earshot.tools.call;

import io.earshot.tools.capture.WavAudio;
import io.earshot.tools.capture.WavReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Recordings a caller can say: WAV files, and the phrases that come with Earshot. */
public final class Phrases {
    private Phrases() {}

    /**
     * One of the recorded phrases of the resource folder {@code phrases}, by its name without suffix.
     *
     * @throws IOException when there is none of that name
     */
    public static Utterance recorded(String name, Cue cue) throws IOException {
        try (InputStream in = Phrases.class.getResourceAsStream("/phrases/" + name + ".wav")) {
            if (in == null) {
                throw new IOException(name + ": no such file, and no recorded phrase of that name");
            }
            return utterance(name, WavReader.parse(in.readAllBytes()), cue);
        }
    }

    /**
     * A WAV file (8 or 16 kHz, its first channel); a name without a file is a recorded phrase.
     *
     * @throws IOException when neither exists or the file is of another kind
     */
    public static Utterance load(String fileOrName, Cue cue) throws IOException {
        Path file = Path.of(fileOrName);
        if (!java.nio.file.Files.exists(file)) {
            return recorded(fileOrName, cue);
        }
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "");
        return utterance(name, WavReader.read(file), cue);
    }

    /**
     * An utterance as the command line writes it: {@code FILE} is said in turn, {@code FILE@MS} at a time after the
     * answer, {@code FILE@+MS} into the agent's next speech.
     *
     * @throws IOException as {@link #load}
     */
    public static Utterance parse(String text) throws IOException {
        int at = text.lastIndexOf('@');
        String when = at < 0 ? "" : text.substring(at + 1);
        if (!when.matches("\\+?\\d{1,7}")) {
            return load(text, new Cue.Turn());
        }
        int millis = Integer.parseInt(when.replace("+", ""));
        Cue cue = when.startsWith("+") ? new Cue.Interruption(millis) : new Cue.Clock(millis);
        return load(text.substring(0, at), cue);
    }

    private static Utterance utterance(String name, WavAudio wav, Cue cue) throws IOException {
        if (wav.sampleRate() != 8_000 && wav.sampleRate() != 16_000) {
            throw new IOException(name + ": the sample rate must be 8000 or 16000 Hz, not " + wav.sampleRate());
        }
        return new Utterance(name, wav.sampleRate(), wav.channel(0), cue);
    }
}
