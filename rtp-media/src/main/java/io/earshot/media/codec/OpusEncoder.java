package io.earshot.media.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Encodes mono speech as Opus (RFC 6716, RFC 7587) by libopus. Confined to the call's loop. */
final class OpusEncoder implements AudioEncoder {
    private static final int LONGEST_MS = 60;

    /** Room for 60 ms at the highest bitrate offered, within an Ethernet frame. */
    private static final int MAX_OCTETS = 1_200;

    private final int samplesPerMilli;
    private final MemorySegment pcm;
    private final MemorySegment data = Arena.ofAuto().allocate(MAX_OCTETS);
    private final byte[] octets = new byte[MAX_OCTETS];
    private final MemorySegment state;
    private boolean closed;

    /** {@code sampleRate}: 8, 16, 24 or 48 kHz. */
    OpusEncoder(OpusSettings settings, int sampleRate) {
        samplesPerMilli = sampleRate / 1_000;
        pcm = Arena.ofAuto().allocate(JAVA_SHORT, (long) LONGEST_MS * samplesPerMilli);
        state = Libopus.encoderCreate(sampleRate, 1, Libopus.APPLICATION_VOIP);
        set(Libopus.SET_SIGNAL, Libopus.SIGNAL_VOICE);
        set(Libopus.SET_COMPLEXITY, settings.complexity());
        set(Libopus.SET_BITRATE, settings.bitrate());
        set(Libopus.SET_INBAND_FEC, settings.inbandFec() ? 1 : 0);
        set(Libopus.SET_PACKET_LOSS_PERCENT, settings.expectedLossPercent());
        set(Libopus.SET_DTX, settings.dtx() ? 1 : 0);
    }

    @Override
    public int sampleRate() {
        return samplesPerMilli * 1_000;
    }

    @Override
    public void encode(short[] samples, int count, ByteBuf out) {
        requireOpen();
        if (!packs(count)) {
            throw new IllegalArgumentException("Opus packs 10, 20, 40 or 60 ms, not " + count + " samples");
        }
        MemorySegment.copy(samples, 0, pcm, JAVA_SHORT, 0, count);
        int length = Libopus.encode(state, pcm, count, data, MAX_OCTETS);
        if (length < 0) {
            throw new IllegalStateException("libopus encoder error " + length);
        }
        MemorySegment.copy(data, JAVA_BYTE, 0, octets, 0, length);
        out.writeBytes(octets, 0, length);
    }

    @Override
    public void expectLoss(int percent) {
        requireOpen();
        set(Libopus.SET_PACKET_LOSS_PERCENT, Math.clamp(percent, 0, 100));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libopus.encoderDestroy(state);
        }
    }

    private boolean packs(int samples) {
        int millis = samples / samplesPerMilli;
        return millis * samplesPerMilli == samples && (millis == 10 || millis == 20 || millis == 40 || millis == 60);
    }

    private void set(int request, int value) {
        int result = Libopus.encoderControl(state, request, value);
        if (result < 0) {
            throw new IllegalStateException("libopus refused " + value + " for request " + request + ": " + result);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("encoder is closed");
        }
    }
}
