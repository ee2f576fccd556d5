package io.earshot.media.sctp;

import static io.earshot.media.sctp.AssociationState.SHUTDOWN_ACK_SENT;
import static io.earshot.media.sctp.AssociationState.SHUTDOWN_PENDING;
import static io.earshot.media.sctp.AssociationState.SHUTDOWN_RECEIVED;
import static io.earshot.media.sctp.AssociationState.SHUTDOWN_SENT;

/** The end of an association in good order (RFC 9260, section 9.2). Confined to its association. */
final class Shutdown {
    private static final String DONE = "SCTP: shut down";

    private final Association association;
    private final Outbox outbox;
    private final Alarm t2 = new Alarm();

    Shutdown(Association association, Outbox outbox) {
        this.association = association;
        this.outbox = outbox;
    }

    /** T2-shutdown. */
    Alarm t2() {
        return t2;
    }

    /** Goes on once nothing more is to be delivered. */
    void advance(boolean idle) {
        if (idle && association.state() == SHUTDOWN_PENDING) {
            association.become(SHUTDOWN_SENT, "all delivered");
            repeat();
        } else if (idle && association.state() == SHUTDOWN_RECEIVED) {
            acknowledge();
        }
    }

    /** No answer in time. */
    void onTimeout(long nowNs) {
        association.rto().backOff();
        repeat();
    }

    /** The peer wants to end. */
    void onShutdown() {
        switch (association.state()) {
            case ESTABLISHED, SHUTDOWN_PENDING -> association.become(SHUTDOWN_RECEIVED, "SHUTDOWN");
            case SHUTDOWN_SENT -> acknowledge();
            case NEW, COOKIE_WAIT, COOKIE_ECHOED, SHUTDOWN_RECEIVED, SHUTDOWN_ACK_SENT, CLOSED -> {}
        }
    }

    /** The peer agrees to the end. */
    void onAck() {
        if (association.state() == SHUTDOWN_SENT || association.state() == SHUTDOWN_ACK_SENT) {
            outbox.alone(association.peerTag(), ChunkBuilder.empty(Chunk.SHUTDOWN_COMPLETE));
            association.down(DONE);
        }
    }

    /** The peer has ended. */
    void onComplete() {
        if (association.state() == SHUTDOWN_ACK_SENT) {
            association.down(DONE);
        }
    }

    /** The peer still sends: tells it again. */
    void onData() {
        if (association.state() == SHUTDOWN_SENT) {
            repeat();
        }
    }

    private void acknowledge() {
        association.become(SHUTDOWN_ACK_SENT, "SHUTDOWN");
        repeat();
    }

    private void repeat() {
        if (association.state() == SHUTDOWN_SENT) {
            outbox.add(ChunkBuilder.of(Chunk.SHUTDOWN)
                    .int32(association.cumulativeTsn())
                    .build());
        } else {
            outbox.add(ChunkBuilder.empty(Chunk.SHUTDOWN_ACK));
        }
        t2.set(association.nowNs() + association.rto().ns());
    }
}
