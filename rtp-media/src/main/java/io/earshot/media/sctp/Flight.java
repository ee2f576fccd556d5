package io.earshot.media.sctp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The chunks that have a TSN and are not acknowledged for good, in order. Confined to its association. */
final class Flight {
    private static final int FAST_AFTER_REPORTS = 3;

    /** What one acknowledgement changed. */
    static final class Progress {
        /** Octets acknowledged for the first time. */
        long bytes;
        /** The cumulative TSN moved. */
        boolean cumulative;
        /** Greatest TSN reported for the first time. */
        long highest = Long.MIN_VALUE;
        /** Chunks settled for good. */
        final List<OutboundChunk> settled = new ArrayList<>();
        /** A chunk is newly lost. */
        boolean loss;
    }

    private final NavigableMap<Long, OutboundChunk> chunks = new TreeMap<>();
    private long cumulative;
    private long underWay;
    private int round;

    /** Nothing under way; the first TSN will be {@code initialTsn}. */
    Flight(int initialTsn) {
        cumulative = Integer.toUnsignedLong(initialTsn) - 1;
    }

    long cumulative() {
        return cumulative;
    }

    /** Octets sent and neither acknowledged nor lost. */
    long underWay() {
        return underWay;
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    Collection<OutboundChunk> all() {
        return chunks.values();
    }

    @Nullable
    OutboundChunk oldest() {
        return chunks.isEmpty() ? null : chunks.firstEntry().getValue();
    }

    void sent(OutboundChunk chunk) {
        chunk.lost = false;
        chunks.put(chunk.tsn, chunk);
        underWay += chunk.bytes();
    }

    /** It is to be sent again, if it still is wanted. */
    void lose(OutboundChunk chunk) {
        leave(chunk);
        chunk.lost = !chunk.reported && !chunk.abandoned;
    }

    /** Gives up all chunks of a message. */
    void abandon(OutboundMessage message) {
        message.abandoned = true;
        for (OutboundChunk chunk : chunks.values()) {
            if (chunk.message == message) {
                leave(chunk);
                chunk.abandoned = true;
                chunk.lost = false;
            }
        }
    }

    /** Takes an acknowledgement; its cumulative TSN is not older than ours and was sent. */
    Progress acknowledge(long tsn, Selective sack) {
        Progress progress = new Progress();
        settle(tsn, progress);
        report(sack, progress);
        return progress;
    }

    /** Chunks that were missing in enough reports become lost. */
    void countMissing(Progress progress, boolean recovering) {
        boolean all = recovering && progress.cumulative;
        long highest = all && !chunks.isEmpty() ? highestReported() : progress.highest;
        for (OutboundChunk chunk : chunks.headMap(highest, false).values()) {
            if (chunk.underWay() && ++chunk.missing == FAST_AFTER_REPORTS) {
                lose(chunk);
                progress.loss = true;
            }
        }
    }

    /** How far the peer may be told to go without what was given up (RFC 3758, section 3.5). */
    long advanced() {
        long point = cumulative;
        OutboundChunk next = chunks.get(point + 1);
        while (next != null && next.abandoned) {
            point++;
            next = chunks.get(point + 1);
        }
        return point;
    }

    /** The last sequence number given up in each ordered stream, up to a TSN. */
    Map<Integer, Integer> skipped(long tsn) {
        Map<Integer, Integer> skipped = new LinkedHashMap<>();
        for (OutboundChunk chunk : chunks.headMap(tsn, true).values()) {
            if (chunk.message.ordered) {
                skipped.put(chunk.message.stream.id, chunk.message.sequence);
            }
        }
        return skipped;
    }

    private void settle(long tsn, Progress progress) {
        progress.cumulative = tsn > cumulative;
        cumulative = Math.max(cumulative, tsn);
        NavigableMap<Long, OutboundChunk> done = chunks.headMap(tsn, true);
        for (OutboundChunk chunk : done.values()) {
            progress.bytes += chunk.reported || chunk.abandoned ? 0 : chunk.bytes();
            leave(chunk);
            progress.settled.add(chunk);
        }
        done.clear();
    }

    private void report(Selective sack, Progress progress) {
        round++;
        for (int i = 0; i < sack.count(); i++) {
            long first = cumulative + sack.first(i);
            long last = cumulative + sack.last(i);
            if (first <= last) {
                chunks.subMap(first, true, last, true).values().forEach(chunk -> reported(chunk, progress));
            }
        }
        chunks.values().forEach(this::takeBack);
    }

    private void reported(OutboundChunk chunk, Progress progress) {
        chunk.reportedIn = round;
        if (!chunk.reported) {
            leave(chunk);
            progress.bytes += chunk.abandoned ? 0 : chunk.bytes();
            progress.highest = Math.max(progress.highest, chunk.tsn);
            chunk.reported = true;
            chunk.lost = false;
        }
    }

    /** A peer short of room may drop what it reported (RFC 9260, section 6.2.1). */
    private void takeBack(OutboundChunk chunk) {
        if (chunk.reported && chunk.reportedIn != round) {
            chunk.reported = false;
            underWay += chunk.abandoned ? 0 : chunk.bytes();
        }
    }

    private long highestReported() {
        long highest = Long.MIN_VALUE;
        for (OutboundChunk chunk : chunks.values()) {
            highest = chunk.reported ? chunk.tsn : highest;
        }
        return highest;
    }

    private void leave(OutboundChunk chunk) {
        underWay -= chunk.underWay() ? chunk.bytes() : 0;
    }
}
