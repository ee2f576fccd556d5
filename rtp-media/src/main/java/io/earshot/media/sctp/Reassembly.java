package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragments together into messages and messages into order (RFC 9260, sections 6.5 to 6.7, 6.9). A message is handed
 * on as soon as it is whole and, if ordered, its turn has come. What waits is counted in {@link #bytes}, with overhead.
 * Confined to its association.
 */
final class Reassembly {
    /** Takes messages. */
    @FunctionalInterface
    interface Messages {
        /** A whole message; the payload is borrowed. */
        void onMessage(int stream, int ppid, ByteBuf payload);
    }

    private record Whole(int ppid, ByteBuf payload, int cost) {}

    /** One stream's order. Sequence numbers are unwrapped. */
    private static final class Stream {
        private final NavigableMap<Long, Whole> waiting = new TreeMap<>();
        private long next;

        private long unwrap(int sequence) {
            return next + (short) (sequence - (int) next);
        }
    }

    /** What a waiting fragment or message costs besides its octets. */
    static final int OVERHEAD_BYTES = 64;

    private static final int MAX_STREAMS = 1_024;

    private final NavigableMap<Long, Fragment> fragments = new TreeMap<>();
    private final Map<Integer, Stream> streams = new HashMap<>();
    private final Messages out;
    private final int maxMessageBytes;
    private final Tally tally;
    private int bytes;

    Reassembly(int maxMessageBytes, Tally tally, Messages out) {
        this.maxMessageBytes = maxMessageBytes;
        this.tally = tally;
        this.out = out;
    }

    /** Octets held. */
    int bytes() {
        return bytes;
    }

    /**
     * Takes a fragment that came for the first time.
     *
     * @return false when its message is longer than allowed
     */
    boolean add(Fragment fragment) {
        Stream stream = stream(fragment.stream());
        if (stream == null || (!fragment.unordered() && stream.unwrap(fragment.sequence()) < stream.next)) {
            tally.drop(SctpDrop.BAD_DATA);
            return true;
        }
        if (fragment.begins() && fragment.ends()) {
            return whole(stream, fragment, fragment.payload());
        }
        keep(fragment);
        return join(stream, fragment);
    }

    /** The peer gave up ordered messages of a stream, up to this sequence number (RFC 3758, section 3.6). */
    void skip(int id, int sequence) {
        Stream stream = streams.get(id);
        if (stream != null) {
            long last = stream.unwrap(sequence);
            while (!stream.waiting.isEmpty() && stream.waiting.firstKey() <= last) {
                deliver(id, stream.waiting.pollFirstEntry().getValue());
            }
            stream.next = Math.max(stream.next, last + 1);
            deliverWaiting(id, stream);
        }
    }

    /** The peer gave up what is incomplete up to this TSN. */
    void forget(long tsn) {
        NavigableMap<Long, Fragment> gone = fragments.headMap(tsn, true);
        gone.values().forEach(each -> bytes -= each.bytes() + OVERHEAD_BYTES);
        gone.clear();
    }

    /** The peer starts a stream anew (RFC 6525): it counts from 0 again. */
    void reset(int id) {
        Stream stream = streams.remove(id);
        if (stream != null) {
            stream.waiting.values().forEach(each -> deliver(id, each));
        }
    }

    /** Drops everything. */
    void clear() {
        fragments.clear();
        streams.clear();
        bytes = 0;
    }

    private @Nullable Stream stream(int id) {
        Stream stream = streams.get(id);
        if (stream == null && streams.size() < MAX_STREAMS) {
            stream = new Stream();
            streams.put(id, stream);
        }
        return stream;
    }

    private void keep(Fragment fragment) {
        ByteBuf copy = Unpooled.copiedBuffer(fragment.payload());
        fragments.put(
                fragment.tsn(),
                new Fragment(
                        fragment.tsn(),
                        fragment.flags(),
                        fragment.stream(),
                        fragment.sequence(),
                        fragment.ppid(),
                        copy));
        bytes += copy.readableBytes() + OVERHEAD_BYTES;
    }

    /** Joins the run of fragments around a new one, if it is a whole message. */
    private boolean join(Stream stream, Fragment fragment) {
        Fragment first = fragment;
        Fragment last = fragment;
        long length = fragment.bytes();
        Fragment before = fragments.get(first.tsn() - 1);
        while (before != null && before.continuedBy(first) && length <= maxMessageBytes) {
            first = before;
            length += first.bytes();
            before = fragments.get(first.tsn() - 1);
        }
        Fragment after = fragments.get(last.tsn() + 1);
        while (after != null && last.continuedBy(after) && length <= maxMessageBytes) {
            last = after;
            length += last.bytes();
            after = fragments.get(last.tsn() + 1);
        }
        if (length > maxMessageBytes) {
            return false;
        }
        return !first.begins() || !last.ends() || whole(stream, first, take(first.tsn(), last.tsn(), (int) length));
    }

    private ByteBuf take(long first, long last, int length) {
        ByteBuf payload = Unpooled.buffer(length);
        NavigableMap<Long, Fragment> run = fragments.subMap(first, true, last, true);
        for (Fragment each : run.values()) {
            bytes -= each.bytes() + OVERHEAD_BYTES;
            payload.writeBytes(each.payload());
        }
        run.clear();
        return payload;
    }

    private boolean whole(Stream stream, Fragment head, ByteBuf payload) {
        if (payload.readableBytes() > maxMessageBytes) {
            return false;
        }
        long sequence = stream.unwrap(head.sequence());
        if (head.unordered()) {
            out.onMessage(head.stream(), head.ppid(), payload);
        } else if (sequence == stream.next) {
            stream.next++;
            out.onMessage(head.stream(), head.ppid(), payload);
            deliverWaiting(head.stream(), stream);
        } else {
            await(stream, sequence, head, payload);
        }
        return true;
    }

    private void await(Stream stream, long sequence, Fragment head, ByteBuf payload) {
        if (stream.waiting.containsKey(sequence)) {
            tally.drop(SctpDrop.BAD_DATA);
            return;
        }
        Whole whole = new Whole(head.ppid(), Unpooled.copiedBuffer(payload), payload.readableBytes() + OVERHEAD_BYTES);
        bytes += whole.cost();
        stream.waiting.put(sequence, whole);
    }

    private void deliverWaiting(int id, Stream stream) {
        Whole next = stream.waiting.remove(stream.next);
        while (next != null) {
            stream.next++;
            deliver(id, next);
            next = stream.waiting.remove(stream.next);
        }
    }

    private void deliver(int id, Whole whole) {
        bytes -= whole.cost();
        out.onMessage(id, whole.ppid(), whole.payload());
    }
}
