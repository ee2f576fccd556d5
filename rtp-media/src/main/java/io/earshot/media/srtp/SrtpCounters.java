package io.earshot.media.srtp;

/** Packets that {@link SrtpSession} refused. Confined to its session's loop. */
public final class SrtpCounters {
    private final long[] byStatus = new long[SrtpStatus.values().length];

    SrtpStatus count(SrtpStatus status) {
        byStatus[status.ordinal()]++;
        return status;
    }

    /** Packets, RTP and RTCP, of both directions, that met this end. */
    public long of(SrtpStatus status) {
        return byStatus[status.ordinal()];
    }
}
