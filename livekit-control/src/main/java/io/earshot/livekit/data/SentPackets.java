package io.earshot.livekit.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Numbers our reliable packets and keeps the latest of them, so that what the server missed can be sent again after a resume (it says up to
 * which number it came). Bounded: the oldest are forgotten. Confined to the room's loop.
 */
public final class SentPackets {
    private record Sent(int number, byte[] octets) {}

    private final int mostPackets;
    private final int mostBytes;
    private final Deque<Sent> kept = new ArrayDeque<>();
    private int last;
    private int bytes;

    /** Keeps so many packets and octets. */
    public SentPackets(int mostPackets, int mostBytes) {
        this.mostPackets = mostPackets;
        this.mostBytes = mostBytes;
    }

    /** The number for the next packet, from 1. */
    public int nextNumber() {
        return ++last;
    }

    /** A packet was sent, or should have been: keeps it under its number. */
    public void keep(int number, byte[] octets) {
        kept.add(new Sent(number, octets));
        bytes += octets.length;
        while (kept.size() > mostPackets || bytes > mostBytes) {
            bytes -= kept.remove().octets().length;
        }
    }

    /** The packets after the one that came last, in order: to be sent again before anything new. */
    public List<byte[]> after(int lastArrived) {
        while (!kept.isEmpty() && Integer.compareUnsigned(kept.element().number(), lastArrived) <= 0) {
            bytes -= kept.remove().octets().length;
        }
        List<byte[]> missed = new ArrayList<>();
        kept.forEach(each -> missed.add(each.octets()));
        return missed;
    }

    /** A new session: numbers begin again. */
    public void reset() {
        kept.clear();
        bytes = 0;
        last = 0;
    }
}
