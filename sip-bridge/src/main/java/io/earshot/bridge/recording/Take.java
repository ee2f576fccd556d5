package io.earshot.bridge.recording;

import io.earshot.media.audio.AudioFormat;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One recording on its way to its file: the call's loop puts audio in, the writer takes it out. Thread-safe: the ring is made for these
 * two, and the rest is volatile or final.
 */
final class Take {
    static final int CALLER = 0;
    static final int AGENT = 1;
    private static final int AFTER_A_GAP = 2;
    private static final int LONGEST_PIECE_MS = 120;
    private static final int HELD_MS = 4_000;

    private final AudioFormat format;
    private final long originNs;
    private final long longestNs;
    private final Path file;
    private final AudioRing ring;
    private final int mostBytes;
    private final AtomicLong dropped = new AtomicLong();
    private final boolean[] gap = new boolean[2];
    private volatile long endNs;
    private volatile boolean ended;
    private volatile boolean paused;

    /** @param longestNs after which nothing more is taken */
    Take(AudioFormat format, long originNs, long longestNs, Path file) {
        this.format = format;
        this.originNs = originNs;
        this.longestNs = longestNs;
        this.file = file;
        this.mostBytes = format.bytes(LONGEST_PIECE_MS);
        this.ring = new AudioRing(2 * format.bytes(HELD_MS) + 32_768);
    }

    /** Puts a piece in; one that has no room is left out and counted. On the call's loop. */
    void put(int side, long atNs, ByteBuf audio, int index, int length) {
        if (ended || length == 0) {
            return;
        }
        if (atNs - originNs > longestNs) {
            end(atNs);
            return;
        }
        if (paused) {
            gap[side] = true;
            return;
        }
        int kind = gap[side] ? side | AFTER_A_GAP : side;
        if (length <= mostBytes && ring.offer(kind, atNs, audio, index, length)) {
            gap[side] = false;
        } else {
            gap[side] = true;
            dropped.incrementAndGet();
        }
    }

    void pause(boolean now) {
        paused = now;
    }

    boolean paused() {
        return paused;
    }

    void end(long atNs) {
        if (!ended) {
            endNs = atNs;
            ended = true;
        }
    }

    boolean ended() {
        return ended;
    }

    long endNs() {
        return endNs;
    }

    long originNs() {
        return originNs;
    }

    AudioFormat format() {
        return format;
    }

    Path file() {
        return file;
    }

    long dropped() {
        return dropped.get();
    }

    int mostBytes() {
        return mostBytes;
    }

    /** On the writer. */
    void drain(byte[] scratch, AudioRing.Taker taker) {
        ring.drain(scratch, taker);
    }

    static int side(int kind) {
        return kind & 1;
    }

    static boolean follows(int kind) {
        return (kind & AFTER_A_GAP) == 0;
    }
}
