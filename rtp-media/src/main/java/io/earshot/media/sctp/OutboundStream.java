package io.earshot.media.sctp;

/** One stream's numbers in our direction. Confined to its association. */
final class OutboundStream {
    final int id;
    /** Sequence number of the next ordered message. */
    int sequence;
    /** Octets taken and not settled, with overhead. */
    int buffered;

    OutboundStream(int id) {
        this.id = id;
    }
}
