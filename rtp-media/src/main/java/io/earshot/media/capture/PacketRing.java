package io.earshot.media.capture;

import io.earshot.media.session.PacketTap;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps copies of a session's packets in memory that was allocated beforehand, for another thread to take out. A ring of kind {@link
 * Kind#STREAM} drops and counts what finds no room; one of kind {@link Kind#LAST} overwrites the oldest, and is read only when nobody
 * writes to it any more. One thread writes (the session's loop: no allocation, no lock), one reads.
 *
 * <pre>
 * length (4, of the whole; -1: go on at the begin) | flags, local, remote, 0 (1 each) | time (8) | payload | up to 7 octets to the next
 * </pre>
 */
public final class PacketRing implements PacketTap {
    /** What happens to packets when there is no room. */
    public enum Kind {
        /** New packets are dropped. */
        STREAM,
        /** Old packets are overwritten. */
        LAST
    }

    /** Takes packets out. */
    @FunctionalInterface
    public interface Reader {
        /**
         * A packet.
         *
         * @param payload what UDP carried, from position to limit; only during the call
         * @param atNs monotonic time
         */
        void onPacket(
                boolean outgoing, ByteBuffer payload, InetSocketAddress local, InetSocketAddress remote, long atNs);
    }

    private static final VarHandle HEAD = position("head");
    private static final VarHandle TAIL = position("tail");
    private static final int HEADER = 16;
    private static final int ALIGNMENT = 8;
    private static final int MOST_ADDRESSES = 64;
    private static final int OUTGOING = 1;

    private final Kind kind;
    private final byte[] bytes;
    private final ByteBuffer data;
    private final int mask;
    private final @Nullable InetSocketAddress[] addresses = new InetSocketAddress[MOST_ADDRESSES];
    private int addressCount;
    private long droppedPackets;

    @SuppressWarnings("unused") // by its handle
    private long head;

    @SuppressWarnings("unused") // by its handle
    private long tail;

    /** A ring of at least {@code minBytes}, rounded up to a power of two. */
    public PacketRing(Kind kind, int minBytes) {
        this.kind = kind;
        int size = Integer.highestOneBit(Math.max(4_096, minBytes) - 1) << 1;
        this.bytes = new byte[size];
        this.data = ByteBuffer.wrap(bytes);
        this.mask = size - 1;
    }

    @Override
    public void onPacket(
            boolean outgoing,
            ByteBuf datagram,
            InetSocketAddress local,
            InetSocketAddress remote,
            long atNs,
            boolean rtcp) {
        int length = datagram.readableBytes();
        int localIndex = indexOf(local);
        int remoteIndex = indexOf(remote);
        int at = localIndex < 0 || remoteIndex < 0 ? -1 : reserve(aligned(HEADER + length));
        if (at < 0) {
            droppedPackets++;
            return;
        }
        data.putInt(at, HEADER + length);
        data.put(at + 4, (byte) (outgoing ? OUTGOING : 0));
        data.put(at + 5, (byte) localIndex);
        data.put(at + 6, (byte) remoteIndex);
        data.putLong(at + 8, atNs);
        datagram.getBytes(datagram.readerIndex(), bytes, at + HEADER, length);
        long now = (long) HEAD.get(this);
        HEAD.setRelease(this, now + aligned(HEADER + length));
    }

    /** Where a packet of so many octets goes; -1 for nowhere. */
    private int reserve(int needed) {
        long now = (long) HEAD.get(this);
        int at = (int) now & mask;
        int toEnd = bytes.length - at;
        int skipped = needed > toEnd ? toEnd : 0;
        if (needed > bytes.length / 2 || !makeRoom(now, needed + skipped)) {
            return -1;
        }
        if (skipped == 0) {
            return at;
        }
        data.putInt(at, -1);
        HEAD.setRelease(this, now + skipped);
        return 0;
    }

    private boolean makeRoom(long now, int needed) {
        long oldest = (long) TAIL.getAcquire(this);
        if (kind == Kind.LAST) {
            while (bytes.length - (now - oldest) < needed) {
                oldest += step(oldest);
            }
            TAIL.setRelease(this, oldest);
        }
        return bytes.length - (now - oldest) >= needed;
    }

    /** From a packet, or a place without one, to the next. */
    private int step(long position) {
        int at = (int) position & mask;
        int length = data.getInt(at);
        return length < 0 ? bytes.length - at : aligned(length);
    }

    private int indexOf(InetSocketAddress address) {
        for (int i = 0; i < addressCount; i++) {
            InetSocketAddress known = addresses[i];
            if (address.equals(known)) {
                return i;
            }
        }
        if (addressCount == MOST_ADDRESSES) {
            return -1;
        }
        addresses[addressCount] = address;
        return addressCount++;
    }

    /** Time of the oldest packet, or {@link Long#MAX_VALUE} when there is none. For the reader. */
    public long oldestNs() {
        long position = (long) TAIL.getAcquire(this);
        long end = (long) HEAD.getAcquire(this);
        while (position < end && data.getInt((int) position & mask) < 0) {
            position += step(position);
        }
        return position < end ? data.getLong(((int) position & mask) + 8) : Long.MAX_VALUE;
    }

    /** Takes out the oldest packet; false when there is none. For the reader. */
    public boolean read(Reader reader) {
        long position = (long) TAIL.getAcquire(this);
        long end = (long) HEAD.getAcquire(this);
        while (position < end && data.getInt((int) position & mask) < 0) {
            position += step(position);
        }
        if (position >= end) {
            return false;
        }
        int at = (int) position & mask;
        InetSocketAddress local = addresses[data.get(at + 5)];
        InetSocketAddress remote = addresses[data.get(at + 6)];
        if (local != null && remote != null) {
            ByteBuffer payload = ByteBuffer.wrap(bytes, at + HEADER, data.getInt(at) - HEADER)
                    .slice();
            reader.onPacket(data.get(at + 4) == OUTGOING, payload, local, remote, data.getLong(at + 8));
        }
        TAIL.setRelease(this, position + step(position));
        return true;
    }

    /** Packets that found no room. Exact once nobody writes any more. */
    public long dropped() {
        return droppedPackets;
    }

    /** Forgets everything, for another call. Only while nobody writes or reads. */
    public void clear() {
        TAIL.setRelease(this, 0L);
        HEAD.setRelease(this, 0L);
        addressCount = 0;
        droppedPackets = 0;
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    private static VarHandle position(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(PacketRing.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
