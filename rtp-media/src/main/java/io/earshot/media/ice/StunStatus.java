package io.earshot.media.ice;

/** What {@link StunReader#wrap} found. Anything but {@link #OK} is counted and dropped. */
enum StunStatus {
    /** A well-formed message. */
    OK,
    /** Fewer octets than a header. */
    TOO_SHORT,
    /** More octets than any honest message has. */
    TOO_LONG,
    /** The first two bits or the magic cookie are wrong. */
    NOT_STUN,
    /** The length field does not fit the datagram, or is no multiple of four. */
    BAD_LENGTH,
    /** An attribute runs past the end, or has a length its type does not allow. */
    BAD_ATTRIBUTE,
    /** FINGERPRINT is there and wrong, or not last. */
    BAD_FINGERPRINT
}
