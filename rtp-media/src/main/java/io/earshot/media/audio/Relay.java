package io.earshot.media.audio;

import io.netty.buffer.ByteBuf;

/**
 * Carries one stream of audio from whoever pushes it to whoever pulls it on a clock of its own, with the least delay that
 * the pushing side's jitter allows: it starts with nothing kept back, keeps back more after it ran dry for want of a late
 * packet, and lets go of what was not needed for a while, in a quiet moment if there is one. Clocks that drift apart are
 * levelled in the same way. Holds at most {@value #LONGEST_MS} ms; beyond that the oldest goes. Allocates nothing after
 * construction. Sans-IO, confined to the call's loop.
 */
public final class Relay implements AudioSink, AudioSource {
    /** Most audio held, milliseconds. */
    public static final int LONGEST_MS = 240;

    private static final int LONGEST_MARGIN_MS = 80;
    private static final int MARGIN_STEP_MS = 10;
    private static final int MARGIN_DECAY_MS = 2;
    /** Reads over which the lowest level is taken: two seconds at 20 ms. */
    private static final int WINDOW = 100;
    /** Reads without audio up to which a stream was late rather than paused. */
    private static final int LATE_READS = 8;

    private static final int LEAST_TRIM_MS = 4;
    private static final int URGENT_TRIM_MS = 40;
    /** Peak, of 32,767, below which nobody misses a piece: 44 dB below full scale. */
    private static final int QUIET_PEAK = 200;

    private final AudioFormat format;
    private final byte[] ring;
    private final int millisecond;
    private int head;
    private int held;
    private int margin;
    private boolean flowing;
    private boolean unread;
    private boolean pulled;
    private int dryReads = LATE_READS + 1;
    private int windowReads;
    private int lowest = Integer.MAX_VALUE;
    private int lastLowest;
    private int excess;
    private long given;
    private long ranDry;
    private long trimmed;
    private long overflowed;

    /** An empty relay; both sides use {@code format}. */
    public Relay(AudioFormat format) {
        this.format = format;
        this.millisecond = format.bytes(1);
        this.ring = new byte[format.bytes(LONGEST_MS)];
    }

    /**
     * How a relay did so far. Immutable.
     *
     * @param depthMs audio held now
     * @param lowestMs least audio left behind a read in the last window: what its delay could do without
     * @param marginMs audio kept back against jitter now
     * @param givenMs audio given in all
     * @param ranDry times that audio was due and late
     * @param trimmedMs audio let go to shorten the delay
     * @param overflowedMs audio lost because nobody pulled any more
     */
    public record Figures(
            int depthMs, int lowestMs, int marginMs, long givenMs, long ranDry, long trimmedMs, long overflowedMs) {}

    @Override
    public void onAudio(ByteBuf audio, long arrivalNs, boolean concealed) {
        push(audio, audio.readerIndex(), audio.readableBytes());
    }

    /** Takes {@code length} octets from {@code index} on; the buffer's indices stay as they are. */
    public void push(ByteBuf audio, int index, int length) {
        int from = index + Math.max(0, length - ring.length);
        int count = length - (from - index);
        int tooMuch = held + count - ring.length;
        if (tooMuch > 0) {
            overflowed += pulled ? tooMuch : 0;
            skip(tooMuch);
            unread = true;
        }
        int tail = (head + held) % ring.length;
        int first = Math.min(count, ring.length - tail);
        audio.getBytes(from, ring, tail, first);
        audio.getBytes(from + first, ring, 0, count - first);
        held += count;
    }

    @Override
    public int read(ByteBuf out, int maxBytes) {
        pulled = true;
        if (!flowing && !resume(maxBytes)) {
            return 0;
        }
        if (held < maxBytes) {
            return runDry(out);
        }
        if (unread) {
            catchUp(maxBytes);
        }
        trim(maxBytes);
        give(out, maxBytes);
        observe();
        return maxBytes;
    }

    @Override
    public void onSent(long sentNs) {}

    /** Forgets what is held; the next audio starts afresh. */
    public void clear() {
        skip(held);
        flowing = false;
        unread = false;
        dryReads = LATE_READS + 1;
        excess = 0;
    }

    /** Format of both sides. */
    public AudioFormat format() {
        return format;
    }

    /** Figures so far. */
    public Figures figures() {
        return new Figures(
                held / millisecond,
                lastLowest / millisecond,
                margin / millisecond,
                given / millisecond,
                ranDry,
                trimmed / millisecond,
                overflowed / millisecond);
    }

    /** Whether enough is held to start (again); a stream that was merely late gets more margin first. */
    private boolean resume(int maxBytes) {
        if (held == 0) {
            dryReads++;
            return false;
        }
        if (dryReads > 0 && dryReads <= LATE_READS) {
            margin = Math.min(margin + MARGIN_STEP_MS * millisecond, LONGEST_MARGIN_MS * millisecond);
            ranDry++;
        } else if (dryReads > LATE_READS) {
            catchUp(maxBytes);
        }
        dryReads = 0;
        flowing = held >= maxBytes + margin;
        return flowing;
    }

    /** Nobody pulled for a while, or nothing came: what waits is old, and only the newest is worth hearing. */
    private void catchUp(int maxBytes) {
        unread = false;
        int old = held - maxBytes - margin;
        old -= old % format.encoding().bytesPerSample();
        if (old > 0) {
            skip(old);
            trimmed += old;
        }
    }

    private int runDry(ByteBuf out) {
        flowing = false;
        dryReads = 1;
        int rest = held;
        give(out, rest);
        return rest;
    }

    private void give(ByteBuf out, int count) {
        int first = Math.min(count, ring.length - head);
        out.writeBytes(ring, head, first);
        out.writeBytes(ring, 0, count - first);
        given += count;
        skip(count);
    }

    private void observe() {
        lowest = Math.min(lowest, held);
        if (++windowReads < WINDOW) {
            return;
        }
        excess = Math.max(0, lowest - margin);
        lastLowest = lowest;
        margin = Math.max(0, margin - MARGIN_DECAY_MS * millisecond);
        windowReads = 0;
        lowest = Integer.MAX_VALUE;
    }

    /** Lets go of what the last window did not need. */
    private void trim(int maxBytes) {
        if (excess < LEAST_TRIM_MS * millisecond) {
            return;
        }
        int piece = Math.min(excess, held - maxBytes);
        piece -= piece % format.encoding().bytesPerSample();
        if (piece > 0 && (excess > URGENT_TRIM_MS * millisecond || peak(piece) < QUIET_PEAK)) {
            skip(piece);
            trimmed += piece;
            excess = 0;
        }
    }

    private int peak(int bytes) {
        int step = format.encoding().bytesPerSample();
        int peak = 0;
        for (int i = 0; i < bytes; i += step) {
            peak = Math.max(peak, Math.abs(sample((head + i) % ring.length)));
        }
        return peak;
    }

    private int sample(int at) {
        return switch (format.encoding()) {
            case PCMU -> G711.muToLinear(ring[at]);
            case PCMA -> G711.aToLinear(ring[at]);
            case LINEAR16 -> (ring[at] & 0xFF) | ring[(at + 1) % ring.length] << 8;
        };
    }

    private void skip(int count) {
        head = (head + count) % ring.length;
        held -= count;
    }
}
