package io.earshot.tools.call;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.Encoding;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;

/** Samples of a packet in any format, and how loud they are. Stateless. */
final class Loudness {
    /** Speech is louder than this, line noise and comfort noise are not: about -45 dB below full scale. */
    static final int SPEECH_RMS = 184;
    /** Anything louder than this is no digital silence, but may be too soft to be heard: about -75 dB. */
    static final int SOUND_RMS = 6;

    private Loudness() {}

    /** A-law has no zero: its silence alternates between plus and minus this. */
    private static final int A_LAW_SILENCE = 8;

    /** Root mean square of the samples, 0 to 32768; silence is 0. Reads without moving the buffer's indices. */
    static int rms(ByteBuf audio, AudioFormat format) {
        int samples = samples(audio, format);
        long energy = 0;
        for (int i = 0; i < samples; i++) {
            int sample = sample(audio, i, format);
            boolean silent = format.encoding() == Encoding.PCMA && Math.abs(sample) <= A_LAW_SILENCE;
            energy += silent ? 0 : (long) sample * sample;
        }
        return samples == 0 ? 0 : (int) Math.sqrt((double) energy / samples);
    }

    /** Samples in the readable part of {@code audio}. */
    static int samples(ByteBuf audio, AudioFormat format) {
        return audio.readableBytes() / format.encoding().bytesPerSample();
    }

    /** One of these samples as a linear value. */
    static int sample(ByteBuf audio, int index, AudioFormat format) {
        int start = audio.readerIndex();
        return switch (format.encoding()) {
            case PCMU -> G711.muToLinear(audio.getByte(start + index));
            case PCMA -> G711.aToLinear(audio.getByte(start + index));
            case LINEAR16 -> audio.getShortLE(start + 2 * index);
        };
    }
}
