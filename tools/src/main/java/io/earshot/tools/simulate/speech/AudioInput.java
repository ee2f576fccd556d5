package io.earshot.tools.simulate.speech;

import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a raw mono stream into the 10 ms frames an {@link Ear} takes. Bytes may be cut anywhere. Confined to
 * its stream.
 */
public final class AudioInput {
    private static final int EAR_RATE = 8_000;
    private static final int BLOCK = 480;

    private final Coding coding;
    private final @Nullable SincResampler resampler;
    private final short[] block = new short[BLOCK];
    private final short[] converted;
    private final short[] frame = new short[Ear.FRAME];
    private int inFrame;
    private int halfSample = -1;

    /** How a sample is written. */
    public enum Coding {
        MULAW,
        ALAW,
        LINEAR16
    }

    /** Gets each frame. */
    @FunctionalInterface
    public interface FrameSink {
        /** {@link Ear#FRAME} samples at 8 kHz; valid during the call. */
        void onFrame(short[] samples);
    }

    public AudioInput(Coding coding, int sampleRate) {
        this.coding = coding;
        resampler = sampleRate == EAR_RATE ? null : new SincResampler(sampleRate, EAR_RATE);
        converted = new short[resampler == null ? 0 : resampler.mostFor(BLOCK)];
    }

    /** Reads all of {@code audio}. */
    public void read(ByteBuf audio, FrameSink sink) {
        while (audio.isReadable()) {
            int samples = decode(audio);
            if (resampler == null) {
                frames(block, samples, sink);
            } else {
                frames(converted, resampler.resample(block, samples, converted), sink);
            }
        }
    }

    private int decode(ByteBuf audio) {
        return switch (coding) {
            case MULAW -> mulaw(audio);
            case ALAW -> alaw(audio);
            case LINEAR16 -> linear(audio);
        };
    }

    private int mulaw(ByteBuf audio) {
        int samples = Math.min(BLOCK, audio.readableBytes());
        for (int i = 0; i < samples; i++) {
            block[i] = G711.muToLinear(audio.readByte());
        }
        return samples;
    }

    private int alaw(ByteBuf audio) {
        int samples = Math.min(BLOCK, audio.readableBytes());
        for (int i = 0; i < samples; i++) {
            block[i] = G711.aToLinear(audio.readByte());
        }
        return samples;
    }

    private int linear(ByteBuf audio) {
        int samples = 0;
        if (halfSample >= 0 && audio.isReadable()) {
            block[samples++] = (short) ((audio.readByte() << 8) | halfSample);
            halfSample = -1;
        }
        while (samples < BLOCK && audio.readableBytes() >= 2) {
            block[samples++] = audio.readShortLE();
        }
        if (audio.readableBytes() == 1) {
            halfSample = audio.readUnsignedByte();
        }
        return samples;
    }

    private void frames(short[] samples, int count, FrameSink sink) {
        for (int i = 0; i < count; i++) {
            frame[inFrame++] = samples[i];
            if (inFrame == Ear.FRAME) {
                inFrame = 0;
                sink.onFrame(frame);
            }
        }
    }
}
