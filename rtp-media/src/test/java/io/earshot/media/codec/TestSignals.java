package io.earshot.media.codec;

import java.util.Random;

/** Signals and measures that the tests of codecs share. */
public final class TestSignals {
    private TestSignals() {}

    /** A sine of {@code hertz}, peak {@code amplitude}, starting at phase 0. */
    public static short[] tone(double hertz, int amplitude, int sampleRate, int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / sampleRate));
        }
        return pcm;
    }

    /** Four harmonics of a voice's pitch, with a slow swell. */
    public static short[] voice(double pitch, int sampleRate, int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            double swell = 1 + 0.2 * Math.sin(2 * Math.PI * 3 * i / sampleRate);
            double sum = 0;
            for (int harmonic = 1; harmonic <= 4; harmonic++) {
                sum += Math.sin(2 * Math.PI * pitch * harmonic * i / sampleRate + harmonic) / harmonic;
            }
            pcm[i] = (short) Math.round(5_000 * swell * sum);
        }
        return pcm;
    }

    /** White noise, uniform within plus and minus {@code amplitude}. */
    public static short[] noise(int amplitude, long seed, int samples) {
        Random random = new Random(seed);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) (random.nextInt(2 * amplitude + 1) - amplitude);
        }
        return pcm;
    }

    /** Root mean square of a part. */
    public static double rms(short[] pcm, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    /** Amplitude of the component at {@code hertz} in a part. */
    public static double amplitude(short[] pcm, int from, int to, double hertz, int sampleRate) {
        double sine = 0;
        double cosine = 0;
        for (int i = from; i < to; i++) {
            double phase = 2 * Math.PI * hertz * i / sampleRate;
            sine += pcm[i] * Math.sin(phase);
            cosine += pcm[i] * Math.cos(phase);
        }
        return 2 * Math.hypot(sine, cosine) / (to - from);
    }

    /** Signal-to-noise ratio in decibels of {@code output}, delayed by {@code delay} samples, over a part of the input. */
    public static double snr(short[] input, short[] output, int delay, int from, int to) {
        double signal = 0;
        double noise = 0;
        for (int i = from; i < to; i++) {
            double error = output[i + delay] - (double) input[i];
            signal += (double) input[i] * input[i];
            noise += error * error;
        }
        return 10 * Math.log10(signal / Math.max(noise, 1e-9));
    }
}
