package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The receiving half of an association: which data came, what is acknowledged when (RFC 9260, section 6.2), what the peer
 * gave up (RFC 3758). Confined to its association.
 */
final class Receiver {
    private static final int MAX_DUPLICATES = 16;
    private static final int SACK_BYTES = Chunk.HEADER_BYTES + 12;

    /** Room in which an acknowledgement makes sense: with all duplicates and one gap block. */
    static final int LEAST_SACK_BYTES = SACK_BYTES + 4 * MAX_DUPLICATES + 4;

    private static final int UNTIMELY = 2;

    private final SctpConfig config;
    private final Tally tally;
    private final TsnWindow window;
    private final Reassembly reassembly;
    private final List<Integer> duplicates = new ArrayList<>();
    private final Alarm delayed = new Alarm();
    private int packetsUnacknowledged;
    private boolean dataSeen;
    private boolean hurry = true;

    Receiver(SctpConfig config, int initialTsn, Tally tally, Reassembly.Messages out) {
        this.config = config;
        this.tally = tally;
        window = new TsnWindow(initialTsn);
        reassembly = new Reassembly(config.maxMessageBytes(), tally, out);
    }

    /**
     * A DATA chunk came.
     *
     * @return false when it breaks the rules so that the association cannot go on
     */
    boolean onData(Chunk chunk) {
        ByteBuf value = chunk.value();
        if (chunk.bytes() <= Fragment.HEADER_BYTES) {
            tally.drop(SctpDrop.BAD_DATA);
            return true;
        }
        dataSeen = true;
        Fragment fragment = new Fragment(
                window.unwrap(value.getInt(0)),
                chunk.flags(),
                value.getUnsignedShort(4),
                value.getUnsignedShort(6),
                value.getInt(8),
                value.slice(Fragment.HEADER_BYTES, chunk.bytes() - Fragment.HEADER_BYTES));
        hurry |= (chunk.flags() & Fragment.IMMEDIATE) != 0;
        return accept(fragment);
    }

    /** A FORWARD-TSN chunk came: new cumulative TSN, then pairs of stream and sequence number. */
    void onForwardTsn(Chunk chunk) {
        ByteBuf value = chunk.value();
        if (chunk.bytes() < 4 || chunk.bytes() % 4 != 0) {
            tally.drop(SctpDrop.BAD_LENGTH);
            return;
        }
        dataSeen = true;
        hurry = true;
        long tsn = window.unwrap(value.getInt(0));
        if (tsn <= window.cumulative()) {
            return;
        }
        window.skipTo(tsn);
        for (int at = 4; at < chunk.bytes(); at += 4) {
            reassembly.skip(value.getUnsignedShort(at), value.getUnsignedShort(at + 2));
        }
        reassembly.forget(tsn);
    }

    /** The peer starts a stream anew. */
    void reset(int stream) {
        reassembly.reset(stream);
    }

    /** Whether everything the peer sent up to this TSN has come. */
    boolean hasAllUpTo(int tsn) {
        return window.unwrap(tsn) <= window.cumulative();
    }

    /** The last TSN up to which all have come. */
    int cumulativeTsn() {
        return (int) window.cumulative();
    }

    /** All chunks of a packet were taken: decides when they are acknowledged. */
    void packetEnded(long nowNs) {
        if (!dataSeen) {
            return;
        }
        dataSeen = false;
        hurry |= ++packetsUnacknowledged >= UNTIMELY || !window.complete() || !duplicates.isEmpty();
        if (!delayed.armed()) {
            delayed.set(nowNs + config.ackDelayMs() * 1_000_000L);
        }
    }

    /** When an acknowledgement is due at the latest. */
    Alarm delayed() {
        return delayed;
    }

    /** An acknowledgement is due now. */
    void hurry() {
        hurry = true;
        packetsUnacknowledged = Math.max(packetsUnacknowledged, 1);
    }

    /** Whether an acknowledgement is due now, or would go along with data. */
    boolean owes(boolean along) {
        return packetsUnacknowledged > 0 && (hurry || along);
    }

    /** Writes a SACK chunk: cumulative TSN, window, gap blocks, duplicates. */
    void writeSack(PacketWriter packet) {
        ByteBuf out = packet.out();
        int start = out.writerIndex();
        int blocks = Math.max(0, packet.room() - SACK_BYTES - 4 * duplicates.size()) / 4;
        int room = Math.max(0, config.receiveBufferBytes() - reassembly.bytes());
        out.writeByte(Chunk.SACK).writeByte(0).writeShort(0);
        out.writeInt(cumulativeTsn()).writeInt(room).writeShort(0).writeShort(duplicates.size());
        int counts = start + Chunk.HEADER_BYTES + 8;
        window.gaps((first, last) -> {
            out.writeShort(first).writeShort(last);
            int count = out.getShort(counts) + 1;
            out.setShort(counts, count);
            return count < blocks;
        });
        duplicates.forEach(out::writeInt);
        out.setShort(start + 2, out.writerIndex() - start);
        settled();
    }

    /** Nothing of what came is kept any more. */
    void clear() {
        reassembly.clear();
        settled();
    }

    private void settled() {
        duplicates.clear();
        delayed.clear();
        packetsUnacknowledged = 0;
        hurry = false;
    }

    private boolean accept(Fragment fragment) {
        long tsn = fragment.tsn();
        if (window.has(tsn)) {
            tally.drop(SctpDrop.DUPLICATE);
            if (duplicates.size() < MAX_DUPLICATES) {
                duplicates.add((int) tsn);
            }
        } else if (!window.reaches(tsn)) {
            tally.drop(SctpDrop.OUT_OF_WINDOW);
        } else if (!hasRoom(fragment)) {
            tally.drop(SctpDrop.NO_ROOM);
        } else {
            window.add(tsn);
            return reassembly.add(fragment);
        }
        return true;
    }

    /** What fills a hole may take as much room again: only so can what waits for it go on. */
    private boolean hasRoom(Fragment fragment) {
        long limit = config.receiveBufferBytes() * (fragment.tsn() < window.highest() ? 2L : 1L);
        return reassembly.bytes() + fragment.bytes() + Reassembly.OVERHEAD_BYTES <= limit;
    }
}
