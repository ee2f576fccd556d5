package io.earshot.ai.vad;

import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;

/** Hears when one caller starts and stops to speak. Confined to the call's loop; never blocks. */
public interface VoiceActivityDetector extends AutoCloseable {
    /** What a packet changed. */
    enum Decision {
        /** Nothing. */
        NONE,
        /** Speech has lasted the minimum; {@link #speechStartNs} says since when. */
        SPEECH_STARTED,
        /** Silence has lasted the hang-over; {@link #lastSpeechNs} says since when. */
        SPEECH_ENDED
    }

    /** Makes a detector for each call. Thread-safe. */
    interface Factory {
        /** A detector for audio in {@code format}. */
        VoiceActivityDetector create(AudioFormat format);
    }

    /**
     * Hears one packet.
     *
     * @param audio samples in the format agreed at creation; borrowed, its indices do not change
     * @param arrivalNs monotonic arrival time of the packet
     * @param concealed true when the audio was made up: it then counts as silence
     */
    Decision onAudio(ByteBuf audio, long arrivalNs, boolean concealed);

    /** Whether speech was declared and not yet its end. */
    boolean speaking();

    /** Arrival of the packet that held the first sound of the current or latest speech; 0 before the first. */
    long speechStartNs();

    /** Arrival of the packet that held the latest speech, which anchors a turn's latency; 0 before the first. */
    long lastSpeechNs();

    @Override
    void close();
}
