package io.earshot.ai.provider;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest audio up to a bound: what was said while a connection was being opened. When it is full the oldest
 * audio gives way. Memory is taken as it is needed and given back when emptied. Confined to its loop.
 */
public final class AudioBacklog {
    private static final int FIRST_BYTES = 4_096;

    private final ByteBufAllocator allocator;
    private final int capacity;
    private int limit;
    private @Nullable ByteBuf ring;
    private int start;
    private int size;

    /** @param capacity octets kept at most; a whole number of samples */
    public AudioBacklog(ByteBufAllocator allocator, int capacity) {
        this.allocator = allocator;
        this.capacity = capacity;
        this.limit = capacity;
    }

    /** Keeps fewer octets than the capacity from here on, or again as many; a whole number of samples. */
    public void limit(int bytes) {
        limit = Math.min(bytes, capacity);
        forget(Math.max(0, size - limit));
    }

    /** Copies {@code audio}, whose indexes stay; returns the octets of old audio (or of it) that had to go. */
    public int add(ByteBuf audio) {
        int skipped = Math.max(0, audio.readableBytes() - limit);
        int length = audio.readableBytes() - skipped;
        if (length == 0) {
            return skipped;
        }
        int dropped = Math.max(0, size + length - limit);
        forget(dropped);
        write(withRoomFor(size + length), audio, audio.readerIndex() + skipped, length);
        return skipped + dropped;
    }

    /** Octets kept. */
    public int size() {
        return size;
    }

    /** Gives what is kept, oldest first, in borrowed pieces of at most {@code pieceBytes}. It stays kept. */
    public void forEach(int pieceBytes, Consumer<ByteBuf> taker) {
        ByteBuf kept = ring;
        if (kept == null) {
            return;
        }
        int done = 0;
        while (done < size) {
            int at = (start + done) % kept.capacity();
            int length = Math.min(Math.min(pieceBytes, size - done), kept.capacity() - at);
            taker.accept(kept.slice(at, length));
            done += length;
        }
    }

    /** Forgets everything and gives the memory back. */
    public void clear() {
        start = 0;
        size = 0;
        if (ring != null) {
            ring.release();
            ring = null;
        }
    }

    private void forget(int oldest) {
        if (ring != null) {
            start = (start + oldest) % ring.capacity();
            size -= oldest;
        }
    }

    private ByteBuf withRoomFor(int bytes) {
        ByteBuf kept = ring;
        if (kept != null && kept.capacity() >= bytes) {
            return kept;
        }
        int grown = kept == null ? FIRST_BYTES : 2 * kept.capacity();
        int wanted = Math.min(capacity, Math.max(bytes, grown));
        ByteBuf larger = allocator.directBuffer(wanted, wanted);
        int moved = size;
        forEach(Integer.MAX_VALUE, larger::writeBytes);
        clear();
        size = moved;
        ring = larger;
        return larger;
    }

    private void write(ByteBuf kept, ByteBuf audio, int from, int length) {
        int at = (start + size) % kept.capacity();
        int first = Math.min(length, kept.capacity() - at);
        kept.setBytes(at, audio, from, first);
        kept.setBytes(0, audio, from + first, length - first);
        size += length;
    }
}
