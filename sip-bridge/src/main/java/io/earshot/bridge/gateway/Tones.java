package io.earshot.bridge.gateway;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.Encoding;
import io.earshot.media.audio.G711;

/** Short tones where no voice can speak. Stateless. */
final class Tones {
    private static final double LEVEL = 6_000;
    private static final int RAMP_MS = 5;

    private Tones() {}

    /** Two rising tones: it is your turn. */
    static byte[] ask(AudioFormat format) {
        return tones(format, 480, 120, 0, 60, 620, 240);
    }

    /** Two falling tones: that was wrong, once more. */
    static byte[] wrong(AudioFormat format) {
        return tones(format, 480, 200, 0, 60, 350, 400);
    }

    /** Four low tones: no. */
    static byte[] refused(AudioFormat format) {
        return tones(format, 350, 250, 0, 250, 350, 250, 0, 250, 350, 250, 0, 250, 350, 250);
    }

    /** Pairs of hertz (0: silence) and milliseconds. */
    private static byte[] tones(AudioFormat format, int... pairs) {
        int millis = 0;
        for (int i = 1; i < pairs.length; i += 2) {
            millis += pairs[i];
        }
        byte[] audio = new byte[format.bytes(millis)];
        int at = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            at = tone(format, audio, at, pairs[i], pairs[i + 1]);
        }
        return audio;
    }

    private static int tone(AudioFormat format, byte[] audio, int from, int hertz, int millis) {
        int samples = format.sampleRate() / 1_000 * millis;
        int ramp = format.sampleRate() / 1_000 * RAMP_MS;
        int at = from;
        for (int i = 0; i < samples; i++) {
            double edge = Math.min(1, Math.min(i, samples - i) / (double) ramp);
            double phase = 2 * Math.PI * hertz * i / format.sampleRate();
            at = write(format.encoding(), audio, at, (short) (LEVEL * edge * Math.sin(phase)));
        }
        return at;
    }

    private static int write(Encoding encoding, byte[] audio, int at, short sample) {
        switch (encoding) {
            case PCMU -> audio[at] = G711.linearToMu(sample);
            case PCMA -> audio[at] = G711.linearToA(sample);
            case LINEAR16 -> {
                audio[at] = (byte) sample;
                audio[at + 1] = (byte) (sample >> 8);
            }
        }
        return at + encoding.bytesPerSample();
    }
}
