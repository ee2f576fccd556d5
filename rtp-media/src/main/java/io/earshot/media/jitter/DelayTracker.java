package io.earshot.media.jitter;

/**
 * How much later than the fastest packets the others come: a histogram of relative transit times that forgets slowly,
 * and the delay that would have been enough for nearly all of them. The fastest packet is looked for over the last few
 * seconds, so that a drifting sender clock does not count as jitter. Confined to the call's loop.
 */
final class DelayTracker {
    private static final int BUCKET_MS = 5;
    private static final int BUCKETS = 60;
    private static final float COVERED = 0.98f;
    private static final int MEMORY_PACKETS = 250;
    private static final long WINDOW_NS = 2_500_000_000L;
    private static final long RESTART_NS = 2_000_000_000L;

    private final int unitsPerMs;
    private final float[] share = new float[BUCKETS];
    private boolean started;
    private int packets;
    private int lastTimestamp;
    private long mediaNs;
    private long windowStartNs;
    private long windowMinNs;
    private long previousMinNs;

    DelayTracker(int clockRate) {
        this.unitsPerMs = clockRate / 1_000;
    }

    /** Adds a packet; returns how much later than the fastest it came, nanoseconds. */
    long onPacket(int timestamp, long arrivalNs) {
        if (started) {
            mediaNs += (long) (timestamp - lastTimestamp) * 1_000_000 / unitsPerMs;
        }
        lastTimestamp = timestamp;
        long transitNs = arrivalNs - mediaNs;
        if (!started || Math.abs(transitNs - windowMinNs) > RESTART_NS) {
            restart(transitNs, arrivalNs);
        }
        slideWindow(transitNs, arrivalNs);
        long lateNs = Math.max(0, transitNs - Math.min(windowMinNs, previousMinNs));
        remember((int) (lateNs / (BUCKET_MS * 1_000_000L)));
        return lateNs;
    }

    private void restart(long transitNs, long arrivalNs) {
        started = true;
        windowStartNs = arrivalNs;
        windowMinNs = transitNs;
        previousMinNs = transitNs;
    }

    private void slideWindow(long transitNs, long arrivalNs) {
        if (arrivalNs - windowStartNs > WINDOW_NS) {
            windowStartNs = arrivalNs;
            previousMinNs = windowMinNs;
            windowMinNs = transitNs;
        }
        windowMinNs = Math.min(windowMinNs, transitNs);
    }

    private void remember(int bucket) {
        packets = Math.min(packets + 1, MEMORY_PACKETS);
        float weight = 1f / packets;
        for (int i = 0; i < BUCKETS; i++) {
            share[i] -= share[i] * weight;
        }
        share[Math.min(bucket, BUCKETS - 1)] += weight;
    }

    /** The sender's timestamps start anew; what is known of the network stays. */
    void newSource() {
        started = false;
    }

    /** Delay that covers nearly all packets, milliseconds; 0 while jitter stays below 5 ms. */
    int coveringMs() {
        float covered = share[0];
        int bucket = 0;
        while (covered < COVERED && bucket < BUCKETS - 1) {
            covered += share[++bucket];
        }
        return bucket == 0 ? 0 : (bucket + 1) * BUCKET_MS;
    }
}
