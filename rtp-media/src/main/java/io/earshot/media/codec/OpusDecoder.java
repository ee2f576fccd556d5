package io.earshot.media.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Decodes Opus of any bandwidth and channel count (RFC 6716, RFC 7587) to 16 kHz mono by libopus, which also conceals.
 * Its made-up noise can go on for ever; here it fades out between 60 and 160 ms, so that a stream that stopped does not
 * sound like speech. Confined to the call's loop.
 */
final class OpusDecoder implements AudioDecoder {
    private static final int SAMPLE_RATE = 16_000;

    /** 2.5 ms: libopus makes up audio in multiples of it. */
    private static final int STEP = SAMPLE_RATE / 400;

    private static final int FADE_FROM = 60 * 16;
    private static final int FADE_LENGTH = 100 * 16;

    /** Longer payloads fit no Ethernet frame and are dropped. */
    private static final int MAX_OCTETS = 1_500;

    private final MemorySegment pcm = Arena.ofAuto().allocate(JAVA_SHORT, MAX_SAMPLES);
    private final MemorySegment data = Arena.ofAuto().allocate(MAX_OCTETS);
    private final byte[] octets = new byte[MAX_OCTETS];
    private final MemorySegment state = Libopus.decoderCreate(SAMPLE_RATE, 1);
    private int concealed;
    private boolean closed;

    @Override
    public int sampleRate() {
        return SAMPLE_RATE;
    }

    @Override
    public int decode(ByteBuf payload, short[] out) {
        requireOpen();
        int length = take(payload);
        if (length == 0) {
            return 0;
        }
        int samples = Libopus.decode(state, data, length, pcm, Math.min(out.length, MAX_SAMPLES), 0);
        concealed = 0;
        return give(out, 0, Math.max(0, samples));
    }

    @Override
    public int conceal(short[] out, int samples) {
        requireOpen();
        int audible = Math.clamp(FADE_FROM + FADE_LENGTH - concealed, 0, samples);
        for (int done = 0; done < audible; done += MAX_SAMPLES) {
            int count = Math.min(MAX_SAMPLES, audible - done);
            makeUp(MemorySegment.NULL, 0, count);
            give(out, done, count);
        }
        fade(out, audible);
        Arrays.fill(out, audible, samples, (short) 0);
        return samples;
    }

    @Override
    public int recover(ByteBuf following, short[] out, int samples) {
        requireOpen();
        int length = take(following);
        if (length == 0 || samples > MAX_SAMPLES || !makeUp(data, length, samples)) {
            return conceal(out, samples);
        }
        return give(out, 0, samples);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libopus.decoderDestroy(state);
        }
    }

    private void fade(short[] out, int samples) {
        for (int i = 0; i < samples; i++) {
            int faded = Math.max(0, ++concealed - FADE_FROM);
            out[i] = (short) (out[i] * (FADE_LENGTH - faded) / FADE_LENGTH);
        }
    }

    /** Fills the sample buffer from redundancy, or without it; on an error with silence. */
    private boolean makeUp(MemorySegment source, int length, int samples) {
        int rounded = (samples + STEP - 1) / STEP * STEP;
        int made = Libopus.decode(state, source, length, pcm, rounded, length == 0 ? 0 : 1);
        if (made < samples) {
            pcm.fill((byte) 0);
        }
        return made >= samples;
    }

    /** Copies a payload out of its buffer; 0 when it is empty or too long. */
    private int take(ByteBuf payload) {
        int length = payload.readableBytes();
        if (length > MAX_OCTETS) {
            return 0;
        }
        payload.getBytes(payload.readerIndex(), octets, 0, length);
        MemorySegment.copy(octets, 0, data, JAVA_BYTE, 0, length);
        return length;
    }

    private int give(short[] out, int at, int samples) {
        MemorySegment.copy(pcm, JAVA_SHORT, 0, out, at, samples);
        return samples;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("decoder is closed");
        }
    }
}
