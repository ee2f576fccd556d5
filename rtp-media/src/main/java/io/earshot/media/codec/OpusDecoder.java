package io.earshot.media.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Decodes Opus of any bandwidth and channel count (RFC 6716, RFC 7587) to mono of any rate that libopus knows, which also conceals.
 * Its made-up noise can go on for ever; here it fades out between 60 and 160 ms, so that a stream that stopped does not
 * sound like speech. Confined to the call's loop.
 */
final class OpusDecoder implements AudioDecoder {
    private static final int FADE_FROM_MS = 60;
    private static final int FADE_MS = 100;

    /** Longer payloads fit no Ethernet frame and are dropped. */
    private static final int MAX_OCTETS = 1_500;

    private final int sampleRate;

    /** 2.5 ms: libopus makes up audio in multiples of it. */
    private final int step;

    private final int fadeFrom;
    private final int fadeLength;
    private final int longest;
    private final MemorySegment pcm;
    private final MemorySegment data = Arena.ofAuto().allocate(MAX_OCTETS);
    private final byte[] octets = new byte[MAX_OCTETS];
    private final MemorySegment state;
    private int concealed;
    private boolean closed;

    /** {@code sampleRate}: 8, 16, 24 or 48 kHz. */
    OpusDecoder(int sampleRate) {
        this.sampleRate = sampleRate;
        this.step = sampleRate / 400;
        this.fadeFrom = sampleRate / 1_000 * FADE_FROM_MS;
        this.fadeLength = sampleRate / 1_000 * FADE_MS;
        this.longest = sampleRate / 1_000 * MAX_PACKET_MILLIS;
        this.pcm = Arena.ofAuto().allocate(JAVA_SHORT, longest);
        this.state = Libopus.decoderCreate(sampleRate, 1);
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int decode(ByteBuf payload, short[] out) {
        requireOpen();
        int length = take(payload);
        if (length == 0) {
            return 0;
        }
        int samples = Libopus.decode(state, data, length, pcm, Math.min(out.length, longest), 0);
        concealed = 0;
        return give(out, 0, Math.max(0, samples));
    }

    @Override
    public int conceal(short[] out, int samples) {
        requireOpen();
        int audible = Math.clamp(fadeFrom + fadeLength - concealed, 0, samples);
        for (int done = 0; done < audible; done += longest) {
            int count = Math.min(longest, audible - done);
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
        if (length == 0 || samples > longest || !makeUp(data, length, samples)) {
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
            int faded = Math.max(0, ++concealed - fadeFrom);
            out[i] = (short) (out[i] * (fadeLength - faded) / fadeLength);
        }
    }

    /** Fills the sample buffer from redundancy, or without it; on an error with silence. */
    private boolean makeUp(MemorySegment source, int length, int samples) {
        int rounded = (samples + step - 1) / step * step;
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
