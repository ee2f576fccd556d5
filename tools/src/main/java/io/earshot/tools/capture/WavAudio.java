package io.earshot.tools.capture;

import java.util.Arrays;

/**
 * Sound read from a file: 16-bit linear samples. The array is shared, not copied; treat it as read-only.
 *
 * @param sampleRate frames a second
 * @param channels channels, whose samples alternate
 * @param samples {@code channels} samples a frame
 */
@SuppressWarnings("ArrayRecordComponent") // sound is compared by nobody, and copying it would double its memory
public record WavAudio(int sampleRate, int channels, short[] samples) {

    /** Frames: samples of each channel. */
    public int frames() {
        return samples.length / channels;
    }

    /** Length in milliseconds, rounded down. */
    public long millis() {
        return frames() * 1_000L / sampleRate;
    }

    /** The samples of one channel, counted from 0. */
    public short[] channel(int index) {
        short[] out = new short[frames()];
        for (int i = 0; i < out.length; i++) {
            out[i] = samples[i * channels + index];
        }
        return out;
    }

    /** All channels mixed into one by their mean. */
    public short[] mono() {
        short[] out = new short[frames()];
        for (int i = 0; i < out.length; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += samples[i * channels + channel];
            }
            out[i] = (short) (sum / channels);
        }
        return out;
    }

    @Override
    public String toString() {
        return sampleRate + " Hz, " + channels + " channels, " + millis() + " ms, checksum " + Arrays.hashCode(samples);
    }
}
