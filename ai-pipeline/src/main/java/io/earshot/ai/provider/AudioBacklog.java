package io.earshot.ai.provider;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest audio up to a bound: what was said while a connection was being opened. When it is full the oldest
 * audio gives way. The memory is taken at the first octet and given back when emptied. Confined to its loop.
 */
public final class AudioBacklog {
    private final ByteBufAllocator allocator;
    private final int capacity;
    private @Nullable ByteBuf ring;
    private int start;
    private int size;

    /** @param capacity octets kept at most; a whole number of samples */
    public AudioBacklog(ByteBufAllocator allocator, int capacity) {
        this.allocator = allocator;
        this.capacity = capacity;
    }

    /** Copies {@code audio}, whose indexes stay; returns the octets of old audio (or of it) that had to go. */
    public int add(ByteBuf audio) {
        int skipped = Math.max(0, audio.readableBytes() - capacity);
        int length = audio.readableBytes() - skipped;
        if (length == 0) {
            return skipped;
        }
        int dropped = Math.max(0, size + length - capacity);
        start = (start + dropped) % capacity;
        size -= dropped;
        write(audio, audio.readerIndex() + skipped, length);
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
            int at = (start + done) % capacity;
            int length = Math.min(Math.min(pieceBytes, size - done), capacity - at);
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

    private void write(ByteBuf audio, int from, int length) {
        ByteBuf kept = ring;
        if (kept == null) {
            kept = allocator.directBuffer(capacity, capacity);
            ring = kept;
        }
        int at = (start + size) % capacity;
        int first = Math.min(length, capacity - at);
        kept.setBytes(at, audio, from, first);
        kept.setBytes(0, audio, from + first, length - first);
        size += length;
    }
}
