package io.earshot.sip;

import io.earshot.sip.transport.TransportCounters;
import java.util.concurrent.atomic.LongAdder;

/** Where the endpoint counts. Thread-safe because every field is a {@link LongAdder}. */
final class Counters {

    final TransportCounters transport = new TransportCounters();
    final LongAdder incomingCalls = new LongAdder();
    final LongAdder outgoingCalls = new LongAdder();
    final LongAdder notAdmitted = new LongAdder();
    final LongAdder flooded = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder acksMissed = new LongAdder();
    final LongAdder bugs = new LongAdder();

    SipCounters snapshot(int callsAlive) {
        return new SipCounters(
                callsAlive,
                incomingCalls.sum(),
                outgoingCalls.sum(),
                notAdmitted.sum(),
                flooded.sum(),
                refused.sum(),
                acksMissed.sum(),
                bugs.sum(),
                transport.snapshot());
    }
}
