package io.earshot.media.audio;

/**
 * A mono audio format. Immutable.
 *
 * @param encoding how a sample is written
 * @param sampleRate samples a second, in hertz
 */
public record AudioFormat(Encoding encoding, int sampleRate) {
    public static final AudioFormat PCMU_8K = new AudioFormat(Encoding.PCMU, 8_000);
    public static final AudioFormat PCMA_8K = new AudioFormat(Encoding.PCMA, 8_000);
    public static final AudioFormat LINEAR16_8K = new AudioFormat(Encoding.LINEAR16, 8_000);
    public static final AudioFormat LINEAR16_16K = new AudioFormat(Encoding.LINEAR16, 16_000);
    public static final AudioFormat LINEAR16_24K = new AudioFormat(Encoding.LINEAR16, 24_000);
    public static final AudioFormat LINEAR16_48K = new AudioFormat(Encoding.LINEAR16, 48_000);

    public AudioFormat {
        if (sampleRate < 8_000 || sampleRate > 48_000 || sampleRate % 1_000 != 0) {
            throw new IllegalArgumentException("sample rate must be 8000 to 48000 Hz in whole kHz: " + sampleRate);
        }
    }

    /** Octets that {@code millis} milliseconds of audio take. */
    public int bytes(int millis) {
        return sampleRate / 1_000 * millis * encoding.bytesPerSample();
    }

    /** Duration of {@code bytes} octets, in nanoseconds. */
    public long durationNs(int bytes) {
        return (long) (bytes / encoding.bytesPerSample()) * 1_000_000L / (sampleRate / 1_000);
    }

    /** Whole milliseconds in {@code bytes} octets, rounded down. */
    public int millis(int bytes) {
        return bytes / encoding.bytesPerSample() / (sampleRate / 1_000);
    }
}
