package io.earshot.media.jitter;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Adaptive jitter buffer: puts packets back in order and holds each just long enough that nearly all come in time. Its
 * delay follows the measured jitter between a least and a most value. It grows where audio is missing anyway, and
 * shrinks by giving frames faster, so that no received word is cut. A fixed ring of packets, retained while they wait;
 * allocates nothing. Confined to the call's loop.
 */
public final class JitterBuffer {
    /** Packets held at most; 640 ms at 10 ms a packet. */
    public static final int CAPACITY = 64;

    /** What {@link #put} did with a packet. */
    public enum Put {
        /** Held until its turn. */
        HELD,
        /** Its turn is over; not held. */
        LATE,
        /** Held already; not held twice. */
        DUPLICATE,
        /** Held, after everything before was thrown away because it was too far ahead. */
        OVERFLOW
    }

    /** What {@link #next} gives. */
    public enum Output {
        /** A packet: see {@link #frame()}. */
        FRAME,
        /** A packet is missing while later ones are there: conceal one frame; {@link #following()} may help. */
        LOST,
        /** Nothing to give now: conceal one tick, if anything was played before. */
        EMPTY
    }

    private enum State {
        /** Nothing was given yet: an older packet may still become the first. */
        STARTING,
        PLAYING,
        /** The sender paused; its next packet waits until the delay aimed at has passed. */
        PAUSED
    }

    private static final int MASK = CAPACITY - 1;
    private static final int TICK_MS = 20;
    private static final int SHRINK_AFTER_FRAMES = 50;

    private final @Nullable ByteBuf[] packets = new ByteBuf[CAPACITY];
    private final int[] timestamps = new int[CAPACITY];
    private final long[] arrivalsNs = new long[CAPACITY];
    private final long[] latenessNs = new long[CAPACITY];
    private final DelayTracker delays;
    private final int unitsPerMs;
    private final int minMs;
    private final int maxMs;
    private State state = State.STARTING;
    private boolean fresh = true;
    private int expected;
    private int held;
    private int highest;
    private int frameUnits;
    private int nextTimestamp;
    private int roomyFrames;
    private int underrunUnits;
    private long playoutDelayNs;
    private @Nullable ByteBuf frame;
    private long frameArrivalNs;
    private long late;
    private long overflows;
    private long lost;
    private long shrinks;
    private long underruns;
    private long concealedUnits;

    /**
     * An empty buffer.
     *
     * @param clockRate RTP timestamp units a second
     * @param minMs least delay aimed at
     * @param maxMs most delay aimed at
     */
    public JitterBuffer(int clockRate, int minMs, int maxMs) {
        this.delays = new DelayTracker(clockRate);
        this.unitsPerMs = clockRate / 1_000;
        this.minMs = minMs;
        this.maxMs = maxMs;
        this.frameUnits = 20 * unitsPerMs;
    }

    /** Takes a packet; retained when held. Its readable octets must be the payload. */
    public Put put(ByteBuf payload, int sequenceNumber, int timestamp, long arrivalNs) {
        long lateNs = delays.onPacket(timestamp, arrivalNs);
        if (fresh) {
            begin(sequenceNumber);
        }
        int ahead = distance(sequenceNumber, expected);
        if (ahead < 0 && !startsEarlier(ahead)) {
            late++;
            return Put.LATE;
        }
        if (ahead < 0) {
            expected = sequenceNumber;
        }
        boolean overflow = ahead >= CAPACITY;
        if (overflow) {
            overflows++;
            clear();
            begin(sequenceNumber);
        }
        return hold(payload, sequenceNumber, timestamp, arrivalNs, lateNs, overflow);
    }

    private void begin(int sequenceNumber) {
        fresh = false;
        expected = sequenceNumber;
        highest = sequenceNumber;
        underrunUnits = 0;
        state = State.STARTING;
    }

    private boolean startsEarlier(int ahead) {
        return state == State.STARTING && held > 0 && distance(highest, expected) - ahead < CAPACITY;
    }

    private Put hold(ByteBuf payload, int seq, int timestamp, long arrivalNs, long lateNs, boolean overflow) {
        int slot = seq & MASK;
        if (packets[slot] != null) {
            return Put.DUPLICATE;
        }
        packets[slot] = payload.retain();
        timestamps[slot] = timestamp;
        arrivalsNs[slot] = arrivalNs;
        latenessNs[slot] = lateNs;
        held++;
        highest = distance(seq, highest) > 0 ? seq : highest;
        return overflow ? Put.OVERFLOW : Put.HELD;
    }

    /** Gives what is due; call once a tick of 20 ms for as long as more audio is needed, and again while {@link #roomy()}. */
    public Output next(long nowNs) {
        releaseFrame();
        if (held == 0) {
            underrun();
            return Output.EMPTY;
        }
        return switch (state) {
            case STARTING, PAUSED -> startWhenDue(nowNs);
            case PLAYING -> play(nowNs);
        };
    }

    private void underrun() {
        if (state == State.PLAYING) {
            underruns++;
            underrunUnits += TICK_MS * unitsPerMs;
        }
    }

    private Output startWhenDue(long nowNs) {
        skipToFirstHeld();
        int slot = expected & MASK;
        long dueNs = arrivalsNs[slot] - latenessNs[slot] + targetMs() * 1_000_000L;
        if (dueNs - nowNs > 0) {
            return Output.EMPTY;
        }
        return take(nowNs);
    }

    private void skipToFirstHeld() {
        while (packets[expected & MASK] == null) {
            expected = (expected + 1) & 0xFFFF;
        }
    }

    private Output play(long nowNs) {
        forgetWhatTheUnderrunCovered();
        int slot = expected & MASK;
        if (packets[slot] == null) {
            return missing();
        }
        if (timestamps[slot] - nextTimestamp > 0) {
            state = State.PAUSED; // the sender paused: this is a talkspurt, and a chance to set the delay anew
            return startWhenDue(nowNs);
        }
        concealedUnits +=
                underrunUnits; // the sender did not pause: what was given meanwhile stood for a packet that is late
        return take(nowNs);
    }

    /**
     * Lost packets for which {@link Output#EMPTY} was given already are not concealed a second time; unless more delay is
     * wanted, for then the missing one may be on its way (again), and the underrun was the beginning of that delay.
     */
    private void forgetWhatTheUnderrunCovered() {
        while (packets[expected & MASK] == null && underrunUnits >= frameUnits && !wantsMoreDelay()) {
            underrunUnits -= frameUnits;
            skipLost();
        }
    }

    private void skipLost() {
        lost++;
        concealedUnits += frameUnits;
        expected = (expected + 1) & 0xFFFF;
        nextTimestamp += frameUnits;
    }

    private Output missing() {
        if (wantsMoreDelay()) {
            playoutDelayNs += TICK_MS * 1_000_000L;
            concealedUnits += (long) TICK_MS * unitsPerMs;
            return Output.EMPTY; // more delay is wanted: wait for it while audio is missing anyway
        }
        skipLost();
        return Output.LOST;
    }

    /** Whether another tick of delay comes closer to the delay aimed at. */
    private boolean wantsMoreDelay() {
        return playoutDelayNs + TICK_MS * 500_000L < targetMs() * 1_000_000L;
    }

    private Output take(long nowNs) {
        int slot = expected & MASK;
        state = State.PLAYING;
        frame = packets[slot];
        frameArrivalNs = arrivalsNs[slot];
        packets[slot] = null;
        held--;
        expected = (expected + 1) & 0xFFFF;
        nextTimestamp = timestamps[slot] + frameUnits;
        underrunUnits = 0;
        playoutDelayNs = nowNs - arrivalsNs[slot] + latenessNs[slot];
        roomyFrames = playoutDelayNs > targetMs() * 1_000_000L + 3 * frameNs() / 2 ? roomyFrames + 1 : 0;
        return Output.FRAME;
    }

    /** Tells how long the audio of {@link #frame()} was, in timestamp units, once it is decoded. */
    public void measured(int units) {
        nextTimestamp += units - frameUnits;
        frameUnits = units;
    }

    private long frameNs() {
        return frameUnits * 1_000_000L / unitsPerMs;
    }

    /**
     * Whether the delay has been longer than needed for a while, or is far too long: then one more frame is to be
     * taken and given, which loses nothing.
     */
    public boolean roomy() {
        if (state != State.PLAYING || held == 0) {
            return false;
        }
        boolean farTooLong = playoutDelayNs > maxMs * 1_000_000L + 2 * frameNs();
        if (!farTooLong && roomyFrames < SHRINK_AFTER_FRAMES) {
            return false;
        }
        roomyFrames = 0;
        shrinks++;
        return true;
    }

    /** The payload that {@link Output#FRAME} announced; valid until the next call. */
    public ByteBuf frame() {
        if (frame == null) {
            throw new IllegalStateException("no frame");
        }
        return frame;
    }

    /** When the packet of {@link #frame()} arrived. */
    public long frameArrivalNs() {
        return frameArrivalNs;
    }

    /** After {@link Output#LOST}: the payload of the packet right after the lost one, when it is here. */
    public @Nullable ByteBuf following() {
        return packets[expected & MASK];
    }

    /** The source changed its SSRC or restarted its sequence: what is held is thrown away. */
    public void newSource() {
        clear();
        fresh = true;
        state = State.STARTING;
        delays.newSource();
    }

    /** Releases everything. */
    public void close() {
        releaseFrame();
        clear();
        fresh = true;
    }

    private void clear() {
        for (int i = 0; i < CAPACITY; i++) {
            ByteBuf packet = packets[i];
            if (packet != null) {
                packet.release();
                packets[i] = null;
            }
        }
        held = 0;
    }

    private void releaseFrame() {
        if (frame != null) {
            frame.release();
            frame = null;
        }
    }

    private static int distance(int seq, int from) {
        return (short) (seq - from);
    }

    /** Delay aimed at, milliseconds. */
    public int targetMs() {
        return Math.clamp(delays.coveringMs(), minMs, maxMs);
    }

    /** Time from arrival of the fastest packets to their playout, milliseconds: the delay in force. */
    public int delayMs() {
        return (int) (playoutDelayNs / 1_000_000);
    }

    /** Audio held now, milliseconds. */
    public int depthMs() {
        return held * frameUnits / unitsPerMs;
    }

    /** Packets that came after their turn. */
    public long late() {
        return late;
    }

    /** Packets whose turn passed without them. */
    public long lost() {
        return lost;
    }

    /** Timestamp units of audio that had to be made up for packets lost or late; a pause of the sender is none. */
    public long concealedUnits() {
        return concealedUnits;
    }

    /** Times everything was thrown away because a packet was too far ahead. */
    public long overflows() {
        return overflows;
    }

    /** Frames given early to shorten the delay. */
    public long shrinks() {
        return shrinks;
    }

    /** Turns at which nothing was there. */
    public long underruns() {
        return underruns;
    }
}
