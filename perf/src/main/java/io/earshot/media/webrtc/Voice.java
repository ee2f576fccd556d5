package io.earshot.media.webrtc;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.codec.AudioCodec;

/** How a voice crosses a room. */
public enum Voice {
    /** G.711 as it is, from caller to caller. */
    PCMU(AudioCodec.PCMU, AudioFormat.PCMU_8K, false),
    /** A caller's G.711 as Opus at 8 kHz, and back. */
    OPUS_OF_PCMU(AudioCodec.OPUS, AudioFormat.PCMU_8K, false),
    /** An agent's linear audio as Opus at 16 kHz. */
    OPUS(AudioCodec.OPUS, AudioFormat.LINEAR16_16K, false),
    /** The same with one redundant frame. */
    OPUS_RED(AudioCodec.OPUS, AudioFormat.LINEAR16_16K, true);

    private final AudioCodec codec;
    private final AudioFormat format;
    private final boolean red;

    Voice(AudioCodec codec, AudioFormat format, boolean red) {
        this.codec = codec;
        this.format = format;
        this.red = red;
    }

    AudioCodec codec() {
        return codec;
    }

    AudioFormat format() {
        return format;
    }

    boolean red() {
        return red;
    }
}
