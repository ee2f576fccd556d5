package io.earshot.sip.transport;

import java.util.concurrent.atomic.LongAdder;

/** Counts what crossed the sockets. Thread-safe because every field is a {@link LongAdder}. */
public final class TransportCounters {

    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder ignored = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder sendFailures = new LongAdder();
    final LongAdder connections = new LongAdder();
    final LongAdder connectionsRefused = new LongAdder();
    final LongAdder connectionsTimedOut = new LongAdder();
    final LongAdder barred = new LongAdder();
    final LongAdder faults = new LongAdder();

    /**
     * The counts so far.
     *
     * @param received messages read, good or bad
     * @param sent messages written
     * @param ignored messages dropped without an answer
     * @param refused requests answered before they were parsed (400, 405, 416, 501, 505, 513)
     * @param sendFailures messages that could not be written
     * @param connectionsOpen TCP connections open now
     * @param connectionsRefused TCP connections closed at once because of a limit
     * @param connectionsTimedOut TCP connections closed for silence or an unfinished message
     * @param barred messages and connections of sources that are let in no more, dropped unread
     * @param faults exceptions caught while a message was processed: each is a bug
     */
    public record Snapshot(
            long received,
            long sent,
            long ignored,
            long refused,
            long sendFailures,
            long connectionsOpen,
            long connectionsRefused,
            long connectionsTimedOut,
            long barred,
            long faults) {}

    public Snapshot snapshot() {
        return new Snapshot(
                received.sum(),
                sent.sum(),
                ignored.sum(),
                refused.sum(),
                sendFailures.sum(),
                connections.sum(),
                connectionsRefused.sum(),
                connectionsTimedOut.sum(),
                barred.sum(),
                faults.sum());
    }
}
