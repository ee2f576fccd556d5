package io.earshot.media.sctp;

/** A message on its way. Confined to its association. */
final class OutboundMessage {
    final OutboundStream stream;
    final boolean ordered;
    final int ppid;
    final byte[] payload;
    final Delivery delivery;
    final long takenNs;
    /** Octets already in chunks. */
    int cut;
    /** Octets acknowledged. */
    int settled;
    /** Given a number at the first chunk. */
    int sequence;

    boolean abandoned;

    OutboundMessage(OutboundStream stream, boolean ordered, int ppid, byte[] payload, Delivery delivery, long takenNs) {
        this.stream = stream;
        this.ordered = ordered;
        this.ppid = ppid;
        this.payload = payload;
        this.delivery = delivery;
        this.takenNs = takenNs;
    }

    boolean wholeCut() {
        return cut == payload.length;
    }

    /** Whether the limits of its delivery forbid sending it (again), after so many transmissions. */
    boolean exhausted(int transmissions, long nowNs) {
        boolean tooOften = delivery.maxRetransmits() >= 0 && transmissions > delivery.maxRetransmits();
        boolean tooOld = delivery.maxLifetimeMs() >= 0 && nowNs - takenNs > delivery.maxLifetimeMs() * 1_000_000L;
        return tooOften || tooOld;
    }
}
