package io.earshot.tools.peers;

/** What 16-bit samples sound like. */
final class Sound {
    private static final double FULL_SCALE_SINE = 32_768 / Math.sqrt(2);

    private Sound() {}

    /** Decibels below a sine of full scale; -96 for silence. */
    static double dbfs(short[] samples) {
        return 20 * Math.log10(Math.max(0.5, rms(samples)) / FULL_SCALE_SINE);
    }

    /** Root mean square. */
    static double rms(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / Math.max(1, samples.length));
    }

    /** The strongest frequency between 100 Hz and 3,700 Hz, in steps of 2 Hz; 0 when all is quiet. */
    static int pitch(short[] samples, int sampleRate) {
        int best = 0;
        double most = samples.length;
        for (int hz = 100; hz <= 3_700; hz += 2) {
            double power = power(samples, sampleRate, hz);
            if (power > most) {
                most = power;
                best = hz;
            }
        }
        return best;
    }

    /** Share of the samples' power that lies at one frequency, 0 to 1. */
    static double share(short[] samples, int sampleRate, double hz) {
        double rms = rms(samples);
        return rms == 0 ? 0 : 2 * power(samples, sampleRate, hz) / (rms * rms * samples.length * samples.length);
    }

    /** A sine of that amplitude that begins at sample {@code from}. */
    static short[] sine(int sampleRate, double hz, int amplitude, long from, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * (from + i) / sampleRate));
        }
        return samples;
    }

    /** Squared magnitude at one frequency (Goertzel). */
    private static double power(short[] samples, int sampleRate, double hz) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hz / sampleRate);
        double before = 0;
        double earlier = 0;
        for (short sample : samples) {
            double now = sample + coefficient * before - earlier;
            earlier = before;
            before = now;
        }
        return before * before + earlier * earlier - coefficient * before * earlier;
    }
}
