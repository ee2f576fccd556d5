package io.earshot.media.webrtc;

import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import io.earshot.media.audio.G711;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Listens, and says how much of what was heard is a tone. */
final class ToneEars implements AudioSink {
    private final AudioFormat format;
    private final short[] heard;
    private int samples;
    int concealedSamples;
    int realSamples;
    final CompletableFuture<ToneEars> full = new CompletableFuture<>();

    /** Full after {@code millis} of audio that is not concealed, and judges the last half of it. */
    ToneEars(AudioFormat format, int millis) {
        this.format = format;
        this.heard = new short[format.sampleRate() / 1_000 * millis];
    }

    @Override
    public void onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
        int count = audio.readableBytes() / format.encoding().bytesPerSample();
        if (concealed) {
            concealedSamples += count;
            return;
        }
        realSamples += count;
        for (int i = 0; i < count && samples < heard.length; i++) {
            heard[samples++] = sample(audio);
        }
        if (samples == heard.length) {
            full.complete(this);
        }
    }

    private short sample(ByteBuf audio) {
        return switch (format.encoding()) {
            case LINEAR16 -> audio.readShortLE();
            case PCMU -> G711.muToLinear(audio.readByte());
            case PCMA -> G711.aToLinear(audio.readByte());
        };
    }

    /**
     * Share of the energy at {@code hertz} (Goertzel), 0 to 1: the median of pieces of 50 ms of the last half, so that what a
     * jitter buffer leaves out or puts in does not count.
     */
    double share(int hertz) {
        int piece = format.sampleRate() / 20;
        int from = samples / 2;
        return IntStream.range(0, (samples - from) / piece)
                .mapToDouble(i -> share(hertz, from + i * piece, piece))
                .sorted()
                .skip((samples - from) / piece / 2)
                .findFirst()
                .orElse(0);
    }

    private double share(int hertz, int from, int length) {
        double real = 0;
        double imaginary = 0;
        double energy = 0;
        for (int i = from; i < from + length; i++) {
            double phase = 2 * Math.PI * hertz * i / format.sampleRate();
            real += heard[i] * Math.cos(phase);
            imaginary += heard[i] * Math.sin(phase);
            energy += (double) heard[i] * heard[i];
        }
        return energy == 0 ? 0 : 2 * (real * real + imaginary * imaginary) / length / energy;
    }

    /** Root mean square of the last half. */
    double level() {
        double energy = 0;
        for (int i = samples / 2; i < samples; i++) {
            energy += (double) heard[i] * heard[i];
        }
        return Math.sqrt(energy / (samples - samples / 2));
    }
}
