package io.earshot.bridge.recording;

import java.io.IOException;

/**
 * Places both sides' samples in time: what follows within some milliseconds of the end before it goes on there, sample by sample; what comes
 * later begins where its time says, with silence before it. What is a second old is final and goes to the file. Confined to the writing
 * thread.
 */
final class StereoTimeline {
    private static final int WINDOW_SECONDS = 4;
    /** As long as either side may still be late. */
    private static final int HELD_MS = 1_000;
    /** Pieces come when the tick says; a piece this near to the end of the one before follows it. */
    private static final int TOLERANCE_MS = 60;

    private final StereoFile file;
    private final int sampleRate;
    private final long originNs;
    private final short[][] window;
    private final short[][] out;
    private final long[] cursor = new long[2];
    private final boolean[] begun = new boolean[2];
    private long base;

    StereoTimeline(StereoFile file, int sampleRate, long originNs) {
        this.file = file;
        this.sampleRate = sampleRate;
        this.originNs = originNs;
        this.window = new short[2][WINDOW_SECONDS * sampleRate];
        this.out = new short[2][sampleRate / 10];
    }

    /**
     * Adds a piece.
     *
     * @param follows whether it follows the piece before it, unless its time says otherwise; false: something was left out
     */
    void add(int side, long atNs, short[] samples, int count, boolean follows) throws IOException {
        long at = Math.max(0, frame(atNs));
        boolean near = Math.abs(at - cursor[side]) <= (long) sampleRate * TOLERANCE_MS / 1_000;
        if (!begun[side] || !follows || !near) {
            cursor[side] = Math.max(at, begun[side] ? cursor[side] : 0);
            begun[side] = true;
        }
        long end = cursor[side] + count;
        if (end - base > window[0].length) {
            flush(end - window[0].length + count);
        }
        for (int i = 0; i < count; i++, cursor[side]++) {
            if (cursor[side] >= base) {
                window[side][(int) (cursor[side] % window[side].length)] = samples[i];
            }
        }
        flush(Math.max(cursor[0], cursor[1]) - (long) sampleRate * HELD_MS / 1_000);
    }

    /** The recording ends at {@code atNs}: both sides are as long as the call, whatever a stalled machine sent at once. */
    void end(long atNs) throws IOException {
        flush(frame(atNs));
    }

    private void flush(long until) throws IOException {
        while (base < until) {
            int count = (int) Math.min(out[0].length, until - base);
            for (int i = 0; i < count; i++) {
                int index = (int) ((base + i) % window[0].length);
                for (int side = 0; side < 2; side++) {
                    out[side][i] = window[side][index];
                    window[side][index] = 0;
                }
            }
            file.write(out[0], out[1], count);
            base += count;
        }
    }

    private long frame(long atNs) {
        return (atNs - originNs) / 1_000 * sampleRate / 1_000_000;
    }
}
