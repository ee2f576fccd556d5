package io.earshot.media.sctp;

import java.util.EnumMap;
import java.util.Map;

/** What one association counts. Confined to it. */
final class Tally {
    long packetsReceived;
    long packetsSent;
    long messagesReceived;
    long messagesSent;
    long messagesRefused;
    long messagesAbandoned;
    long chunksRepeated;
    long fastRetransmits;
    long timeouts;
    private final Map<SctpDrop, Long> drops = new EnumMap<>(SctpDrop.class);

    void drop(SctpDrop reason) {
        drops.merge(reason, 1L, Long::sum);
    }

    SctpCounters snapshot() {
        return new SctpCounters(
                packetsReceived,
                packetsSent,
                messagesReceived,
                messagesSent,
                messagesRefused,
                messagesAbandoned,
                chunksRepeated,
                fastRetransmits,
                timeouts,
                Map.copyOf(drops));
    }
}
