package io.earshot.tools.call;

import io.earshot.media.audio.AudioFormat;
import io.earshot.tools.capture.WavWriter;
import io.netty.buffer.ByteBuf;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Records a call as a stereo WAV file in true time: the caller on the left, the agent on the right, each packet where it
 * was sent or arrived. The first fault of the disk ends the
 * recording, not the call. Confined to the call's loop; blocks on the disk now and then.
 */
final class StereoRecorder implements Closeable {
    private static final int WINDOW_SECONDS = 2;
    /** A packet this near to the end of the one before follows it without a gap. */
    private static final int JITTER_MS = 60;

    private final WavWriter file;
    private final AudioFormat format;
    private final long originNs;
    private final short[][] window;
    private final long[] cursor = new long[2];
    private long base;
    private @Nullable IOException failure;

    private StereoRecorder(WavWriter file, AudioFormat format, long originNs) {
        this.file = file;
        this.format = format;
        this.originNs = originNs;
        this.window = new short[2][WINDOW_SECONDS * format.sampleRate()];
    }

    /**
     * Creates the file.
     *
     * @param format format of both directions
     * @param originNs the time at which the recording begins
     * @throws IOException when it cannot be written
     */
    static StereoRecorder create(Path file, AudioFormat format, long originNs) throws IOException {
        return new StereoRecorder(WavWriter.create(file, format.sampleRate(), 2), format, originNs);
    }

    /** The caller's audio, sent at {@code atNs}. */
    void caller(ByteBuf audio, long atNs) {
        place(0, audio, atNs);
    }

    /** The agent's audio, arrived at {@code atNs}. */
    void agent(ByteBuf audio, long atNs) {
        place(1, audio, atNs);
    }

    /** Ends the file and reports the fault that ended it earlier, if any. */
    @Override
    public void close() throws IOException {
        try (file) {
            flush(Math.max(cursor[0], cursor[1]));
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void place(int channel, ByteBuf audio, long atNs) {
        if (failure != null) {
            return;
        }
        try {
            append(channel, audio, atNs);
        } catch (IOException e) {
            failure = e;
        }
    }

    private void append(int channel, ByteBuf audio, long atNs) throws IOException {
        long at = Math.max(0, frame(atNs));
        if (Math.abs(at - cursor[channel]) > format.sampleRate() * JITTER_MS / 1_000) {
            cursor[channel] = at;
        }
        int samples = Loudness.samples(audio, format);
        for (int i = 0; i < samples; i++) {
            put(channel, cursor[channel]++, (short) Loudness.sample(audio, i, format));
        }
    }

    private void put(int channel, long frame, short sample) throws IOException {
        int length = window[0].length;
        if (frame - base >= length) {
            flush(frame - length / 2);
        }
        if (frame >= base) {
            window[channel][(int) (frame % length)] = sample;
        }
    }

    /** Writes everything before {@code until} and forgets it. */
    private void flush(long until) throws IOException {
        int length = window[0].length;
        short[] frame = new short[2];
        for (; base < until; base++) {
            int index = (int) (base % length);
            frame[0] = window[0][index];
            frame[1] = window[1][index];
            window[0][index] = 0;
            window[1][index] = 0;
            file.write(frame, 0, 2);
        }
    }

    private long frame(long atNs) {
        return (atNs - originNs) * format.sampleRate() / 1_000_000_000L;
    }
}
