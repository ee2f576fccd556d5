package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of an association: what waits, what is under way, what is sent again or given up (RFC 9260, sections 6
 * and 7; RFC 3758). Messages leave in the order in which they were taken. Confined to its association.
 */
final class Sender {
    private final SctpConfig config;
    private final RetransmissionTimeout rto;
    private final Tally tally;
    private final Queue<OutboundMessage> waiting = new ArrayDeque<>();
    private final Map<Integer, OutboundStream> streams = new HashMap<>();
    private final Alarm t3 = new Alarm();
    private final Flight flight;
    private Congestion congestion;
    private long peerWindow;
    private boolean peerForwards;
    private long nextTsn;
    private int buffered;
    private @Nullable OutboundChunk timed;
    private boolean repeatAtOnce;
    private boolean forwardDue;

    Sender(SctpConfig config, int initialTsn, RetransmissionTimeout rto, Tally tally) {
        this.config = config;
        this.rto = rto;
        this.tally = tally;
        flight = new Flight(initialTsn);
        nextTsn = Integer.toUnsignedLong(initialTsn);
        congestion = new Congestion(config.packetBytes(), 0);
    }

    /** The handshake told the peer's window, and whether it knows FORWARD-TSN. */
    void begin(long window, boolean forwards) {
        peerWindow = window;
        peerForwards = forwards;
        congestion = new Congestion(config.packetBytes(), window);
    }

    /** Takes a message; false when there is no room. */
    boolean take(int stream, boolean ordered, int ppid, byte[] payload, Delivery delivery, long nowNs) {
        int cost = payload.length + Reassembly.OVERHEAD_BYTES;
        if (buffered + cost > config.sendBufferBytes()) {
            return false;
        }
        OutboundStream to = streams.computeIfAbsent(stream, OutboundStream::new);
        waiting.add(new OutboundMessage(to, ordered, ppid, payload, delivery, nowNs));
        buffered += cost;
        to.buffered += cost;
        return true;
    }

    /** Octets of a stream that wait or are under way, with overhead. */
    int buffered(int stream) {
        OutboundStream of = streams.get(stream);
        return of == null ? 0 : of.buffered;
    }

    /** Whether everything taken was acknowledged or given up. */
    boolean idle() {
        return waiting.isEmpty() && flight.isEmpty();
    }

    /** The last TSN that was given. */
    int lastTsn() {
        return (int) (nextTsn - 1);
    }

    /** A stream starts anew (RFC 6525). */
    void reset(int stream) {
        streams.remove(stream);
    }

    /** The retransmission timer. */
    Alarm t3() {
        return t3;
    }

    /** Whether {@link #fill} would write something into an empty packet. */
    boolean hasWork(long nowNs) {
        dropStale(nowNs);
        return forwardDue || nextLost() != null || mayCut();
    }

    /** Writes what may be sent now, as much as fits. */
    void fill(PacketWriter packet, long nowNs) {
        if (forwardDue) {
            writeForward(packet, nowNs);
        }
        OutboundChunk lost = nextLost();
        while (lost != null && lost.wireBytes() <= packet.room()) {
            repeat(lost, packet, nowNs);
            lost = nextLost();
        }
        repeatAtOnce = false;
        dropStale(nowNs);
        while (lost == null && mayCut() && cutBytes() <= packet.room()) {
            send(cut(), packet, nowNs);
            dropStale(nowNs);
        }
    }

    /**
     * A SACK chunk came.
     *
     * @return whether the peer made progress
     */
    boolean onSack(Selective sack, long nowNs) {
        long tsn = unwrap(sack.cumulativeTsn());
        if (tsn >= nextTsn || tsn < flight.cumulative()) {
            tally.drop(SctpDrop.BAD_ACKNOWLEDGEMENT);
            return false;
        }
        long before = flight.underWay();
        Flight.Progress progress = flight.acknowledge(tsn, sack);
        measure(nowNs);
        progress.settled.forEach(this::settle);
        if (progress.cumulative) {
            congestion.acknowledged(tsn, progress.bytes, before);
            restart(nowNs);
        }
        flight.countMissing(progress, congestion.recovering());
        if (progress.loss) {
            onLoss(nowNs);
        }
        peerWindow = Math.max(0, sack.window() - flight.underWay());
        forwardDue |= peerForwards && flight.advanced() > flight.cumulative();
        return progress.cumulative || progress.bytes > 0;
    }

    /** The peer acknowledged up to a TSN while shutting down. */
    void onCumulative(int tsn, long nowNs) {
        onSack(new Selective(tsn, peerWindow + flight.underWay(), Unpooled.EMPTY_BUFFER), nowNs);
    }

    /** The retransmission timer ran out. */
    void onTimeout(long nowNs) {
        tally.timeouts++;
        rto.backOff();
        congestion.timedOut();
        timed = null;
        for (OutboundChunk chunk : flight.all()) {
            if (chunk.underWay()) {
                flight.lose(chunk);
            }
        }
        giveUp(nowNs);
        repeatAtOnce = true;
        forwardDue |= peerForwards && flight.advanced() > flight.cumulative();
        restart(nowNs);
    }

    /** Drops everything. */
    void clear() {
        waiting.clear();
        streams.clear();
        t3.clear();
        buffered = 0;
    }

    private long unwrap(int tsn) {
        return flight.cumulative() + (tsn - (int) flight.cumulative());
    }

    private @Nullable OutboundChunk nextLost() {
        if (!repeatAtOnce && flight.underWay() >= congestion.window()) {
            return null;
        }
        for (OutboundChunk chunk : flight.all()) {
            if (chunk.lost) {
                return chunk;
            }
        }
        return null;
    }

    private void repeat(OutboundChunk chunk, PacketWriter packet, long nowNs) {
        tally.chunksRepeated++;
        timed = timed == chunk ? null : timed;
        if (chunk == flight.oldest()) {
            t3.clear();
        }
        send(chunk, packet, nowNs);
    }

    private void send(OutboundChunk chunk, PacketWriter packet, long nowNs) {
        chunk.write(packet);
        chunk.transmissions++;
        chunk.sentNs = nowNs;
        flight.sent(chunk);
        peerWindow = Math.max(0, peerWindow - chunk.bytes());
        if (timed == null && chunk.transmissions == 1) {
            timed = chunk;
        }
        if (!t3.armed()) {
            t3.set(nowNs + rto.ns());
        }
    }

    /** Whether the next fragment may be made: a closed window is probed with one. */
    private boolean mayCut() {
        OutboundMessage next = waiting.peek();
        boolean probe = flight.isEmpty();
        return next != null && flight.underWay() < congestion.window() && (probe || peerWindow >= fragmentBytes(next));
    }

    private int fragmentBytes(OutboundMessage message) {
        int most = (config.packetBytes() - Packets.HEADER_BYTES - Chunk.HEADER_BYTES - Fragment.HEADER_BYTES) & ~3;
        return Math.min(most, message.payload.length - message.cut);
    }

    private int cutBytes() {
        return Chunk.HEADER_BYTES + Fragment.HEADER_BYTES + Chunk.padded(fragmentBytes(waiting.element()));
    }

    private OutboundChunk cut() {
        OutboundMessage message = waiting.element();
        if (message.cut == 0 && message.ordered) {
            message.sequence = message.stream.sequence;
            message.stream.sequence = (message.stream.sequence + 1) & 0xFFFF;
        }
        OutboundChunk chunk = new OutboundChunk(message, nextTsn++, message.cut, fragmentBytes(message));
        message.cut += chunk.bytes();
        if (message.wholeCut()) {
            waiting.remove();
        }
        return chunk;
    }

    /** Removes messages at the head that were given up, or became too old while they waited. */
    private void dropStale(long nowNs) {
        OutboundMessage head = waiting.peek();
        while (head != null && (head.abandoned || (head.cut == 0 && head.exhausted(0, nowNs)))) {
            waiting.remove();
            if (!head.abandoned) {
                tally.messagesAbandoned++;
                release(head);
            }
            head = waiting.peek();
        }
    }

    private void measure(long nowNs) {
        OutboundChunk chunk = timed;
        if (chunk != null && (chunk.reported || chunk.abandoned || chunk.tsn <= flight.cumulative())) {
            if (!chunk.abandoned) {
                rto.measured(nowNs - chunk.sentNs);
            }
            timed = null;
        }
    }

    private void settle(OutboundChunk chunk) {
        OutboundMessage message = chunk.message;
        message.settled += chunk.bytes();
        if (message.settled == message.cut && (message.wholeCut() || message.abandoned)) {
            release(message);
        }
    }

    private void release(OutboundMessage message) {
        int cost = message.payload.length + Reassembly.OVERHEAD_BYTES;
        buffered -= cost;
        message.stream.buffered -= cost;
    }

    private void onLoss(long nowNs) {
        tally.fastRetransmits++;
        repeatAtOnce |= congestion.lossReported(nextTsn - 1);
        giveUp(nowNs);
    }

    /** Gives up lost messages that must not be sent again. */
    private void giveUp(long nowNs) {
        if (!peerForwards) {
            return;
        }
        for (OutboundChunk chunk : flight.all()) {
            if (chunk.lost && chunk.message.exhausted(chunk.transmissions, nowNs)) {
                flight.abandon(chunk.message);
                tally.messagesAbandoned++;
            }
        }
    }

    private void restart(long nowNs) {
        if (flight.isEmpty()) {
            t3.clear();
            congestion.idle();
        } else {
            t3.set(nowNs + rto.ns());
        }
    }

    /** FORWARD-TSN: new cumulative TSN, then stream and sequence number of what was given up (RFC 3758, section 3.2). */
    private void writeForward(PacketWriter packet, long nowNs) {
        long point = flight.advanced();
        Map<Integer, Integer> skipped = flight.skipped(point);
        int length = Chunk.HEADER_BYTES + 4 + 4 * skipped.size();
        if (point > flight.cumulative() && length <= packet.room()) {
            ByteBuf out = packet.out();
            out.writeByte(Chunk.FORWARD_TSN).writeByte(0).writeShort(length).writeInt((int) point);
            skipped.forEach((stream, sequence) -> out.writeShort(stream).writeShort(sequence));
            if (!t3.armed()) {
                t3.set(nowNs + rto.ns());
            }
        }
        forwardDue = false;
    }
}
