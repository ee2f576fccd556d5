package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;

/** Asks an idle peer for a sign of life (RFC 9260, section 8.3). Confined to its association. */
final class Heartbeat {
    private static final int INFO = 1;
    private static final int INFO_BYTES = 16;

    private final SctpConfig config;
    private final RetransmissionTimeout rto;
    private final Outbox outbox;
    private final Alarm timer = new Alarm();
    private boolean waiting;
    private long sentNs;
    private long number;

    Heartbeat(SctpConfig config, RetransmissionTimeout rto, Outbox outbox) {
        this.config = config;
        this.rto = rto;
        this.outbox = outbox;
    }

    Alarm timer() {
        return timer;
    }

    /** Whether no answer is owed. */
    boolean answered() {
        return !waiting;
    }

    /** Something was heard: the next is due only after a while. */
    void rest(long nowNs) {
        waiting = false;
        timer.set(nowNs + config.heartbeatMs() * 1_000_000L);
    }

    void send(long nowNs) {
        if (waiting) {
            rto.backOff();
        }
        waiting = true;
        sentNs = nowNs;
        number++;
        outbox.add(ChunkBuilder.of(Chunk.HEARTBEAT)
                .parameter(INFO, out -> out.writeLong(number).writeLong(nowNs))
                .build());
        timer.set(nowNs + rto.ns());
    }

    /** An answer came; false when it is not to our last question. */
    boolean onAnswer(Chunk chunk, long nowNs) {
        Parameters info = new Parameters(chunk.value(), 0);
        if (!waiting || !info.advance() || info.type() != INFO) {
            return false;
        }
        ByteBuf value = info.value();
        boolean ours = value.readableBytes() == INFO_BYTES && value.getLong(0) == number && value.getLong(8) == sentNs;
        if (ours) {
            rto.measured(nowNs - sentNs);
        }
        return ours;
    }
}
