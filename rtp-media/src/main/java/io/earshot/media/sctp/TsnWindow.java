package io.earshot.media.sctp;

import java.util.BitSet;

/**
 * Which transmission sequence numbers (TSN) have come: all up to {@link #cumulative}, and some of the {@link #SIZE} after
 * it. Numbers are unwrapped to 64 bits. Fixed size. Confined to its association.
 */
final class TsnWindow {
    static final int SIZE = 8_192;

    /** Takes a range of numbers that have come. */
    @FunctionalInterface
    interface Gaps {
        /** Whether another range is wanted; offsets are from {@link #cumulative}. */
        boolean range(int first, int last);
    }

    private final BitSet ring = new BitSet(SIZE);
    private long cumulative;
    private long highest;

    /** Nothing has come; the first number will be {@code initialTsn}. */
    TsnWindow(int initialTsn) {
        cumulative = Integer.toUnsignedLong(initialTsn) - 1;
        highest = cumulative;
    }

    /** The last number up to which all have come. */
    long cumulative() {
        return cumulative;
    }

    /** The greatest number that has come. */
    long highest() {
        return highest;
    }

    boolean complete() {
        return highest == cumulative;
    }

    /** A number from the wire, the nearest to those expected. */
    long unwrap(int tsn) {
        return cumulative + (tsn - (int) cumulative);
    }

    boolean has(long tsn) {
        return tsn <= cumulative || (tsn <= highest && ring.get(slot(tsn)));
    }

    /** Whether it could be remembered. */
    boolean reaches(long tsn) {
        return tsn - cumulative < SIZE;
    }

    /** It has come; it must be within reach. */
    void add(long tsn) {
        ring.set(slot(tsn));
        highest = Math.max(highest, tsn);
        absorb();
    }

    /** Everything up to {@code tsn} counts as come, although some of it never will. */
    void skipTo(long tsn) {
        long last = Math.min(tsn, highest);
        for (long each = cumulative + 1; each <= last; each++) {
            ring.clear(slot(each));
        }
        cumulative = Math.max(cumulative, tsn);
        highest = Math.max(highest, cumulative);
        absorb();
    }

    /** Gives the ranges after the cumulative number that have come, in order, as long as they are wanted. */
    void gaps(Gaps wanted) {
        long first = cumulative + 1;
        boolean more = true;
        while (more && first <= highest) {
            while (first <= highest && !ring.get(slot(first))) {
                first++;
            }
            long last = first;
            while (last < highest && ring.get(slot(last + 1))) {
                last++;
            }
            more = first <= highest && wanted.range((int) (first - cumulative), (int) (last - cumulative));
            first = last + 1;
        }
    }

    private void absorb() {
        while (cumulative < highest && ring.get(slot(cumulative + 1))) {
            cumulative++;
            ring.clear(slot(cumulative));
        }
    }

    private static int slot(long tsn) {
        return (int) (tsn & (SIZE - 1));
    }
}
