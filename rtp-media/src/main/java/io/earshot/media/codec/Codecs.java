package io.earshot.media.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Makes the encoders and decoders of each {@link AudioCodec}. Thread-safe because it holds no state. */
public final class Codecs {
    private static final int WARM_FRAMES = 50;
    private static final int OPUS_RATE = 16_000;

    private Codecs() {}

    /** Whether this machine can speak {@code codec}: all but Opus always, Opus where its native library loads. */
    public static boolean available(AudioCodec codec) {
        return codec != AudioCodec.OPUS || OpusLibrary.available();
    }

    /**
     * A decoder for one received stream.
     *
     * @throws IllegalStateException when the codec is not {@linkplain #available available}; the message says why
     */
    public static AudioDecoder decoder(AudioCodec codec) {
        return switch (codec) {
            case PCMU -> new G711Decoder(true);
            case PCMA -> new G711Decoder(false);
            case G722 -> new G722Decoder();
            case OPUS -> {
                OpusLibrary.symbols();
                yield new OpusDecoder(OPUS_RATE);
            }
        };
    }

    /**
     * A decoder that gives {@code sampleRate} samples a second where the codec can do so by itself: Opus at 8, 16, 24
     * and 48 kHz. Every other decoder, and every other rate, stays at its own.
     *
     * @throws IllegalStateException when the codec is not {@linkplain #available available}; the message says why
     */
    public static AudioDecoder decoder(AudioCodec codec, int sampleRate) {
        if (codec != AudioCodec.OPUS || !opusRate(sampleRate)) {
            return decoder(codec);
        }
        OpusLibrary.symbols();
        return new OpusDecoder(sampleRate);
    }

    private static boolean opusRate(int sampleRate) {
        return sampleRate == 8_000 || sampleRate == 16_000 || sampleRate == 24_000 || sampleRate == 48_000;
    }

    /**
     * An encoder for one sent stream; Opus with {@link OpusSettings#DEFAULT}.
     *
     * @throws IllegalStateException when the codec is not {@linkplain #available available}; the message says why
     */
    public static AudioEncoder encoder(AudioCodec codec) {
        return switch (codec) {
            case PCMU -> new G711Encoder(true);
            case PCMA -> new G711Encoder(false);
            case G722 -> new G722Encoder();
            case OPUS -> opusEncoder(OpusSettings.DEFAULT);
        };
    }

    /**
     * An Opus encoder for one sent stream.
     *
     * @throws IllegalStateException when Opus is not {@linkplain #available available}; the message says why
     */
    public static AudioEncoder opusEncoder(OpusSettings settings) {
        return opusEncoder(settings, OPUS_RATE);
    }

    /**
     * An Opus encoder that takes {@code sampleRate} samples a second, so that nothing is resampled before it.
     *
     * @param sampleRate 8, 16, 24 or 48 kHz; any other means 16 kHz
     * @throws IllegalStateException when Opus is not {@linkplain #available available}; the message says why
     */
    public static AudioEncoder opusEncoder(OpusSettings settings, int sampleRate) {
        OpusLibrary.symbols();
        return new OpusEncoder(settings, opusRate(sampleRate) ? sampleRate : OPUS_RATE);
    }

    /**
     * Loads libopus and the tables and runs every available codec for a moment, so that the first call need not wait for
     * it. Blocks for some tenths of a second: call it before calls are accepted, never on a loop.
     */
    public static void warm() {
        for (AudioCodec codec : AudioCodec.values()) {
            if (available(codec)) {
                warm(codec);
            }
        }
    }

    private static void warm(AudioCodec codec) {
        short[] pcm = new short[AudioDecoder.MAX_SAMPLES];
        ByteBuf payload = Unpooled.directBuffer(AudioDecoder.MAX_SAMPLES);
        try (AudioEncoder encoder = encoder(codec);
                AudioDecoder decoder = decoder(codec)) {
            int frame = encoder.sampleRate() / 50;
            for (int i = 0; i < WARM_FRAMES; i++) {
                encoder.encode(pcm, frame, payload.clear());
                decoder.decode(payload, pcm);
                decoder.recover(payload, pcm, frame);
                decoder.conceal(pcm, frame);
            }
        } finally {
            payload.release();
        }
    }
}
