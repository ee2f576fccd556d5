package io.earshot.media.sctp;

import java.util.Map;

/**
 * What an association did so far. Immutable.
 *
 * @param packetsReceived SCTP packets given to it
 * @param packetsSent SCTP packets it made
 * @param messagesReceived messages handed on
 * @param messagesSent messages taken for sending
 * @param messagesRefused messages not taken: too long, no room, channel closed
 * @param messagesAbandoned messages given up under partial reliability
 * @param chunksRepeated data chunks sent again
 * @param fastRetransmits losses noticed from the peer's gap reports
 * @param timeouts retransmission timers that ran out
 * @param drops what was ignored; reasons that never happened are left out
 */
public record SctpCounters(
        long packetsReceived,
        long packetsSent,
        long messagesReceived,
        long messagesSent,
        long messagesRefused,
        long messagesAbandoned,
        long chunksRepeated,
        long fastRetransmits,
        long timeouts,
        Map<SctpDrop, Long> drops) {
    /** How often something was ignored for this reason. */
    public long drops(SctpDrop reason) {
        return drops.getOrDefault(reason, 0L);
    }
}
