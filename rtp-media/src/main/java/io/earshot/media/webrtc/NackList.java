package io.earshot.media.webrtc;

/**
 * Packets that are missing and may be asked for again (RFC 4585): at once when the hole shows, then after each round trip,
 * several times, and only while the packet could still be heard. Allocates nothing after construction. Confined to the
 * call's loop.
 */
final class NackList {
    /** Missing packets remembered; a longer hole is an outage, which repeating would make worse. */
    static final int CAPACITY = 32;

    /** A server may pass over requests that come within two round trips of the packet (LiveKit's: 100 ms at most). */
    private static final int MAX_REQUESTS = 8;

    private static final long LEAST_PAUSE_NS = 20_000_000;

    private final long lifetimeNs;
    private final int[] missing = new int[CAPACITY];
    private final long[] sinceNs = new long[CAPACITY];
    private final long[] askNs = new long[CAPACITY];
    private final int[] requests = new int[CAPACITY];
    private final int[] due = new int[CAPACITY];
    private int size;

    /** @param lifetimeNs how long a packet is of use after it was missed */
    NackList(long lifetimeNs) {
        this.lifetimeNs = lifetimeNs;
    }

    /** {@code count} packets are missing right before {@code sequenceNumber}. */
    void missing(int sequenceNumber, int count, long nowNs) {
        if (count > CAPACITY) {
            size = 0;
            return;
        }
        for (int i = count; i > 0; i--) {
            if (size == CAPACITY) {
                remove(0);
            }
            missing[size] = (sequenceNumber - i) & 0xFFFF;
            sinceNs[size] = nowNs;
            askNs[size] = nowNs;
            requests[size++] = 0;
        }
    }

    /**
     * A packet came after all.
     *
     * @return whether it had been asked for
     */
    boolean arrived(int sequenceNumber) {
        for (int i = 0; i < size; i++) {
            if (missing[i] == sequenceNumber) {
                boolean asked = requests[i] > 0;
                remove(i);
                return asked;
            }
        }
        return false;
    }

    /**
     * Collects what is to be asked for now.
     *
     * @param roundTripNs network round trip; 0 while unknown
     * @return how many of {@link #due}
     */
    int collect(long nowNs, long roundTripNs) {
        int count = 0;
        for (int i = 0; i < size; ) {
            boolean useless = requests[i] == MAX_REQUESTS || nowNs - sinceNs[i] + roundTripNs > lifetimeNs;
            if (askNs[i] - nowNs > 0) {
                i++;
            } else if (useless) {
                remove(i);
            } else {
                due[count++] = missing[i];
                requests[i]++;
                askNs[i] = nowNs + Math.max(LEAST_PAUSE_NS, roundTripNs + roundTripNs / 2);
                i++;
            }
        }
        return count;
    }

    /** Sequence numbers of the last {@link #collect}, oldest first. */
    int[] due() {
        return due;
    }

    void clear() {
        size = 0;
    }

    private void remove(int index) {
        int after = size - index - 1;
        System.arraycopy(missing, index + 1, missing, index, after);
        System.arraycopy(sinceNs, index + 1, sinceNs, index, after);
        System.arraycopy(askNs, index + 1, askNs, index, after);
        System.arraycopy(requests, index + 1, requests, index, after);
        size--;
    }
}
