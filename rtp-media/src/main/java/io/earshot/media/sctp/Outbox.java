package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Control chunks that wait to be sent. Bounded: what does not fit is lost, as it might be on the way. Confined to its association. */
final class Outbox {
    private static final int MAX_WAITING = 64;

    private final Queue<ByteBuf> packets = new ArrayDeque<>();
    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private final int packetBytes;

    Outbox(int packetBytes) {
        this.packetBytes = packetBytes;
    }

    /** Sends a chunk together with others. */
    void add(byte[] chunk) {
        if (chunks.size() < MAX_WAITING && chunk.length <= packetBytes - Packets.HEADER_BYTES) {
            chunks.add(chunk);
        }
    }

    /** Sends a chunk in a packet of its own, under a tag. */
    void alone(int tag, byte[] chunk) {
        if (packets.size() < MAX_WAITING && chunk.length <= packetBytes - Packets.HEADER_BYTES) {
            packets.add(new PacketWriter(tag, packetBytes).add(chunk).finish());
        }
    }

    /** Whether no chunk waits to be sent together with others. */
    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** The next packet that is whole already. */
    @Nullable
    ByteBuf poll() {
        return packets.poll();
    }

    /** Adds waiting chunks to a packet, as many as fit. */
    void fill(PacketWriter packet) {
        byte[] next = chunks.peek();
        while (next != null && Chunk.padded(next.length) <= packet.room()) {
            packet.add(chunks.remove());
            next = chunks.peek();
        }
    }

    /** Forgets what was to be sent together with others. */
    void clear() {
        chunks.clear();
    }
}
