package io.earshot.tools.call;

import java.util.Objects;

/**
 * One thing that the caller says. Immutable; the samples are shared and must not be changed.
 *
 * @param name what reports call it, usually the file's name without its suffix
 * @param sampleRate samples a second of {@code pcm}
 * @param pcm linear samples, mono
 * @param cue when it is said
 */
public record Utterance(String name, int sampleRate, short[] pcm, Cue cue) {
    public Utterance {
        Objects.requireNonNull(name);
        Objects.requireNonNull(cue);
        if (sampleRate != 8_000 && sampleRate != 16_000) {
            throw new IllegalArgumentException(name + ": the sample rate must be 8000 or 16000 Hz, not " + sampleRate);
        }
    }

    /** Length in milliseconds. */
    public int millis() {
        return pcm.length * 1_000 / sampleRate;
    }
}
