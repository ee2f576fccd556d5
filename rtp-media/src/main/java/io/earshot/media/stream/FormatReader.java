package io.earshot.media.stream;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;
import io.earshot.media.audio.Linear16;
import io.earshot.media.audio.Resampler;
import io.netty.buffer.ByteBuf;

/** Reads what a source gives in the format it agreed to as samples for an encoder. Confined to the call's loop. */
final class FormatReader {
    private final AudioFormat format;
    private final Resampler resampler;
    private final short[] samples;

    FormatReader(AudioFormat format, int pcmRate, int longestMs) {
        this.format = format;
        this.resampler = new Resampler(format.sampleRate(), pcmRate);
        this.samples = new short[format.sampleRate() / 1_000 * longestMs];
    }

    /** Reads all of {@code in}, at most the longest packet; returns the samples written to {@code pcm}. */
    int read(ByteBuf in, short[] pcm) {
        return resampler.process(samples, expand(in), pcm);
    }

    private int expand(ByteBuf in) {
        return switch (format.encoding()) {
            case LINEAR16 -> Linear16.read(in, samples);
            case PCMU -> expand(in, true);
            case PCMA -> expand(in, false);
        };
    }

    private int expand(ByteBuf in, boolean muLaw) {
        int count = Math.min(in.readableBytes(), samples.length);
        for (int i = 0; i < count; i++) {
            byte octet = in.getByte(in.readerIndex() + i);
            samples[i] = muLaw ? G711.muToLinear(octet) : G711.aToLinear(octet);
        }
        return count;
    }
}
