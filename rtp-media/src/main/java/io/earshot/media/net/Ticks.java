package io.earshot.media.net;

import java.util.Arrays;

/**
 * The streams of one loop and their due times, in arrays that are scanned at each tick: at some hundred streams that
 * is cheaper than any heap or wheel, and allocates nothing. Streams may come and go while they are served.
 * Confined to its loop.
 */
final class Ticks {
    private @org.jspecify.annotations.Nullable Paced[] streams = new Paced[16];
    private long[] dueNs = new long[16];
    private int used;
    private int live;
    private boolean serving;

    void add(Paced stream, long firstDueNs) {
        if (used == streams.length) {
            streams = Arrays.copyOf(streams, 2 * used);
            dueNs = Arrays.copyOf(dueNs, 2 * used);
        }
        streams[used] = stream;
        dueNs[used++] = firstDueNs;
        live++;
    }

    @SuppressWarnings("ReferenceEquality") // a stream is its identity
    void remove(Paced stream) {
        for (int i = 0; i < used; i++) {
            if (streams[i] == stream) {
                streams[i] = null;
                live--;
            }
        }
        if (!serving) {
            compact();
        }
    }

    /** Serves all that is due; returns how many streams threw. */
    int serve(long nowNs) {
        int faults = 0;
        serving = true;
        for (int i = 0; i < used; i++) {
            Paced stream = streams[i];
            if (stream != null && dueNs[i] - nowNs <= 0) {
                faults += serve(i, stream, nowNs);
            }
        }
        serving = false;
        if (live < used) {
            compact();
        }
        return faults;
    }

    private int serve(int index, Paced stream, long nowNs) {
        try {
            dueNs[index] = stream.serve(nowNs);
            return 0;
        } catch (RuntimeException bug) {
            remove(stream);
            stream.onFault(bug);
            return 1;
        }
    }

    private void compact() {
        int kept = 0;
        for (int i = 0; i < used; i++) {
            if (streams[i] != null) {
                streams[kept] = streams[i];
                dueNs[kept++] = dueNs[i];
            }
        }
        Arrays.fill(streams, kept, used, null);
        used = kept;
    }

    int size() {
        return live;
    }
}
