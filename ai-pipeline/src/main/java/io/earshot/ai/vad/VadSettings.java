package io.earshot.ai.vad;

/**
 * When sound counts as speech and speech as ended. Immutable.
 *
 * @param minSpeechMs milliseconds of sound before speech is declared (10 to 1000)
 * @param hangoverMs milliseconds of silence before its end is declared (50 to 5000)
 * @param threshold for the energy detector decibels above the noise floor (3 to 40); for the model a probability (0 to 1)
 */
public record VadSettings(int minSpeechMs, int hangoverMs, double threshold) {
    public VadSettings {
        if (minSpeechMs < 10 || minSpeechMs > 1_000) {
            throw new IllegalArgumentException("vad.min-speech-ms must be 10 to 1000: " + minSpeechMs);
        }
        if (hangoverMs < 50 || hangoverMs > 5_000) {
            throw new IllegalArgumentException("vad.hangover-ms must be 50 to 5000: " + hangoverMs);
        }
        if (!(threshold > 0 && threshold <= 40)) {
            throw new IllegalArgumentException("vad.threshold must be above 0 and at most 40: " + threshold);
        }
    }

    /** Settings of the energy detector: 60 ms of speech, 200 ms of silence, 9 dB above the floor. */
    public static VadSettings energy() {
        return new VadSettings(60, 200, 9);
    }

    /** Settings of the Silero model: 64 ms of speech, 200 ms of silence, probability 0.5. */
    public static VadSettings silero() {
        return new VadSettings(64, 200, 0.5);
    }
}
