package io.earshot.media.rtp;

/**
 * Validates and extends the sequence numbers of one source, and counts what RTCP reports (RFC 3550, appendices A.1
 * and A.3). Deviation: packets already seen within the last 64 are told apart from reordered ones.
 * Confined to the call's loop.
 */
public final class SequenceTracker {
    /** What one sequence number means. */
    public enum Verdict {
        /** The source is not valid yet; the packet is not used. */
        PROBATION,
        /** Newer than all before, perhaps after a gap ({@link #gap()}). */
        IN_ORDER,
        /** Older than the newest, and new to us. */
        REORDERED,
        /** Seen before. */
        DUPLICATE,
        /** Far from what was expected; not used unless the next one follows it. */
        JUMP,
        /** The second packet of a new sequence: the source restarted, everything counts from here. */
        RESTARTED;

        /** Whether the packet belongs to the stream and is new. */
        public boolean usable() {
            return this == IN_ORDER || this == REORDERED || this == RESTARTED;
        }
    }

    private static final int MODULUS = 1 << 16;
    private static final int MAX_DROPOUT = 3_000;
    private static final int MAX_MISORDER = 100;

    private final int minSequential;
    private boolean started;
    private int probation;
    private int maxSeq;
    private int badSeq;
    private int gap;
    private long cycles;
    private long baseSeq;
    private long seenWindow;
    private long received;
    private long duplicates;
    private long reordered;
    private long restarts;
    private long lostBefore;
    private long expectedPrior;
    private long receivedPrior;

    /**
     * Starts without a source.
     *
     * @param minSequential packets in a row that make a source valid (RFC 3550 proposes 2); 1 trusts the first
     */
    public SequenceTracker(int minSequential) {
        this.minSequential = minSequential;
    }

    /** Judges the next packet's 16-bit sequence number. */
    public Verdict update(int seq) {
        gap = 0;
        if (!started) {
            started = true;
            probation = minSequential;
            maxSeq = (seq - 1) & 0xFFFF;
        }
        if (probation > 0) {
            return probe(seq);
        }
        int delta = (seq - maxSeq) & 0xFFFF;
        if (delta == 0) {
            return duplicate();
        }
        if (delta < MAX_DROPOUT) {
            return advance(seq, delta);
        }
        return delta <= MODULUS - MAX_MISORDER ? jump(seq) : behind(MODULUS - delta);
    }

    private Verdict probe(int seq) {
        probation = seq == ((maxSeq + 1) & 0xFFFF) ? probation - 1 : minSequential - 1;
        maxSeq = seq;
        if (probation > 0) {
            return Verdict.PROBATION;
        }
        begin(seq);
        return Verdict.IN_ORDER;
    }

    private void begin(int seq) {
        baseSeq = seq;
        maxSeq = seq;
        badSeq = -1;
        cycles = 0;
        seenWindow = 1;
        received = 1;
        receivedPrior = 0;
        expectedPrior = 0;
        duplicates = 0;
    }

    private Verdict advance(int seq, int delta) {
        if (seq < maxSeq) {
            cycles += MODULUS;
        }
        maxSeq = seq;
        badSeq = -1;
        gap = delta - 1;
        seenWindow = delta >= Long.SIZE ? 1 : (seenWindow << delta) | 1;
        received++;
        return Verdict.IN_ORDER;
    }

    private Verdict jump(int seq) {
        if (seq != badSeq) {
            badSeq = (seq + 1) & 0xFFFF;
            return Verdict.JUMP;
        }
        lostBefore += Math.max(0, lost() - lostBefore);
        restarts++;
        begin(seq);
        return Verdict.RESTARTED;
    }

    private Verdict behind(int distance) {
        long bit = distance < Long.SIZE ? 1L << distance : 0;
        if ((seenWindow & bit) != 0) {
            return duplicate();
        }
        seenWindow |= bit;
        received++;
        reordered++;
        return Verdict.REORDERED;
    }

    private Verdict duplicate() {
        duplicates++;
        return Verdict.DUPLICATE;
    }

    /** Forgets the source: the next packet is the first of a new one. Loss counted so far is kept. */
    public void newSource() {
        lostBefore = lost();
        started = false;
        received = 0;
        duplicates = 0;
        cycles = 0;
        maxSeq = 0;
        baseSeq = 1;
        expectedPrior = 0;
        receivedPrior = 0;
    }

    /** Packets missing right before the last {@link Verdict#IN_ORDER} one; they may still come late. */
    public int gap() {
        return gap;
    }

    /** Extended highest sequence number of the current source (RFC 3550, section 6.4.1), as 32 bits. */
    public int extendedHighest() {
        return (int) (cycles + maxSeq);
    }

    /** Packets that should have come from the current source. */
    public long expected() {
        return started && probation == 0 ? cycles + maxSeq - baseSeq + 1 : 0;
    }

    /** Distinct packets that came from the current source. */
    public long received() {
        return received;
    }

    /** Packets seen twice from the current source. */
    public long duplicates() {
        return duplicates;
    }

    /** Packets that came out of order. */
    public long reordered() {
        return reordered;
    }

    /** Restarts of the sequence survived. */
    public long restarts() {
        return restarts;
    }

    /** Packets never seen, over all sources of this session. */
    public long lost() {
        return lostBefore + Math.max(0, expected() - received);
    }

    /** Loss of the current source as RTCP reports it: 24-bit signed, duplicates counted as received (appendix A.3). */
    public int cumulativeLost() {
        long lost = expected() - received - duplicates;
        return Math.clamp(lost, -0x80_0000, 0x7F_FFFF);
    }

    /** Loss since the last call in 1/256 (appendix A.3), and starts the next interval. */
    public int takeFractionLost() {
        long expectedInterval = expected() - expectedPrior;
        long total = received + duplicates;
        long lostInterval = expectedInterval - (total - receivedPrior);
        expectedPrior = expected();
        receivedPrior = total;
        return expectedInterval <= 0 || lostInterval <= 0
                ? 0
                : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
    }
}
