package io.earshot.media.webrtc;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The last packets of one source, to be sent again on request (RFC 4585). One request for a packet is answered once within
 * {@link #PAUSE_NS}, and all requests together within a budget, so that nobody can make us flood. Allocates nothing after
 * construction. Confined to the call's loop.
 */
final class SentPackets {
    /** Packets kept: 1.28 s. */
    static final int CAPACITY = 64;

    private static final long PAUSE_NS = 10_000_000;
    private static final int MAX_BUDGET = 32;

    private final int slotBytes;
    private final byte[] octets;
    private final int[] lengths = new int[CAPACITY];
    private final int[] sequenceNumbers = new int[CAPACITY];
    private final long[] resentNs = new long[CAPACITY];
    private final boolean[] resent = new boolean[CAPACITY];
    private int budget = MAX_BUDGET;

    /** Keeps packets of at most {@code slotBytes} octets; longer ones cannot be sent again. */
    SentPackets(int slotBytes) {
        this.slotBytes = slotBytes;
        this.octets = new byte[CAPACITY * slotBytes];
        Arrays.fill(sequenceNumbers, -1);
    }

    /** Copies a packet that is about to be sent. */
    void keep(int sequenceNumber, ByteBuf packet) {
        int slot = sequenceNumber & (CAPACITY - 1);
        int length = packet.readableBytes();
        boolean fits = length <= slotBytes;
        sequenceNumbers[slot] = fits ? sequenceNumber : -1;
        lengths[slot] = fits ? length : 0;
        resent[slot] = false;
        budget = Math.min(MAX_BUDGET, budget + 1);
        packet.getBytes(packet.readerIndex(), octets, slot * slotBytes, lengths[slot]);
    }

    /** Octets of a packet that may be sent again now; 0 when it is not kept, was sent just now, or the budget is spent. */
    int lengthToResend(int sequenceNumber, long nowNs) {
        int slot = sequenceNumber & (CAPACITY - 1);
        boolean kept = sequenceNumbers[slot] == sequenceNumber && budget > 0;
        return kept && (!resent[slot] || nowNs - resentNs[slot] >= PAUSE_NS) ? lengths[slot] : 0;
    }

    /** Appends the packet that {@link #lengthToResend} allowed. */
    void resend(int sequenceNumber, ByteBuf out, long nowNs) {
        int slot = sequenceNumber & (CAPACITY - 1);
        out.writeBytes(octets, slot * slotBytes, lengths[slot]);
        resent[slot] = true;
        resentNs[slot] = nowNs;
        budget--;
    }
}
