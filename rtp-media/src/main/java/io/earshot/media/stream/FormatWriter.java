package io.earshot.media.stream;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.G711;
import io.earshot.media.audio.Linear16;
import io.earshot.media.audio.Resampler;
import io.netty.buffer.ByteBuf;

/** Writes a decoder's samples in the format that a sink agreed to. Confined to the call's loop. */
final class FormatWriter {
    private final AudioFormat format;
    private final Resampler resampler;
    private final short[] resampled;

    /** Writes pieces of at most {@code longestMs} milliseconds. */
    FormatWriter(int pcmRate, AudioFormat format, int longestMs) {
        this.format = format;
        this.resampler = new Resampler(pcmRate, format.sampleRate());
        this.resampled = new short[resampler.maxOutput(pcmRate / 1_000 * longestMs)];
    }

    void write(short[] pcm, int samples, ByteBuf out) {
        int count = resampler.process(pcm, samples, resampled);
        switch (format.encoding()) {
            case LINEAR16 -> Linear16.write(resampled, count, out);
            case PCMU -> compress(count, out, true);
            case PCMA -> compress(count, out, false);
        }
    }

    private void compress(int samples, ByteBuf out, boolean muLaw) {
        for (int i = 0; i < samples; i++) {
            out.writeByte(muLaw ? G711.linearToMu(resampled[i]) : G711.linearToA(resampled[i]));
        }
    }
}
