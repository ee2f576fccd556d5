package io.earshot.bridge.recording;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pieces of audio on their way from the call's loop to the writer, in an array made beforehand. A piece is its side, its time, its length
 * and its octets. Thread-safe for one thread that puts and one that takes: each position is written by one of them and
 * published by a release.
 */
final class AudioRing {
    private static final int HEAD_BYTES = 16;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] octets;
    private final byte[] head = new byte[HEAD_BYTES];
    private final byte[] takenHead = new byte[HEAD_BYTES];
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();

    /** Takes a piece; its octets are {@code data[0..length)}, valid during the call. */
    @FunctionalInterface
    interface Taker {
        void take(int side, long atNs, byte[] data, int length);
    }

    AudioRing(int bytes) {
        octets = new byte[bytes];
    }

    /** Copies {@code length} octets from {@code index}; false, with nothing put, when there is no room. */
    boolean offer(int side, long atNs, ByteBuf audio, int index, int length) {
        long at = put.getPlain();
        if (octets.length - (at - taken.getAcquire()) < HEAD_BYTES + length) {
            return false;
        }
        LONG.set(head, 0, atNs);
        LONG.set(head, Long.BYTES, ((long) side << 32) | length);
        copyIn(at, head, HEAD_BYTES);
        int from = position(at + HEAD_BYTES);
        int first = Math.min(length, octets.length - from);
        audio.getBytes(index, octets, from, first);
        audio.getBytes(index + first, octets, 0, length - first);
        put.setRelease(at + HEAD_BYTES + length);
        return true;
    }

    /** Gives everything there is; {@code scratch} is large enough for any piece. */
    void drain(byte[] scratch, Taker taker) {
        long end = put.getAcquire();
        long at = taken.getPlain();
        while (at < end) {
            copyOut(at, takenHead, HEAD_BYTES);
            long word = (long) LONG.get(takenHead, Long.BYTES);
            int length = (int) word;
            copyOut(at + HEAD_BYTES, scratch, length);
            at += HEAD_BYTES + length;
            taken.setRelease(at);
            taker.take((int) (word >>> 32), (long) LONG.get(takenHead, 0), scratch, length);
        }
    }

    private void copyIn(long at, byte[] from, int length) {
        int to = position(at);
        int first = Math.min(length, octets.length - to);
        System.arraycopy(from, 0, octets, to, first);
        System.arraycopy(from, first, octets, 0, length - first);
    }

    private void copyOut(long at, byte[] into, int length) {
        int from = position(at);
        int first = Math.min(length, octets.length - from);
        System.arraycopy(octets, from, into, 0, first);
        System.arraycopy(octets, 0, into, first, length - first);
    }

    private int position(long at) {
        return (int) (at % octets.length);
    }
}
