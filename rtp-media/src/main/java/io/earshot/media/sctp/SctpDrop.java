package io.earshot.media.sctp;

/** Why something that came was ignored. */
public enum SctpDrop {
    /** Not even a header and one chunk. */
    TOO_SHORT,
    /** CRC32c does not match. */
    BAD_CHECKSUM,
    /** Another port than 5000, or the tag of another association. */
    NOT_OURS,
    /** A chunk or a parameter does not fit into what holds it. */
    BAD_LENGTH,
    /** A chunk that must not come in this state. */
    UNEXPECTED,
    /** A type that is not known. */
    UNKNOWN_CHUNK,
    /** A cookie that we did not make. */
    FORGED_COOKIE,
    /** A cookie that is too old. */
    STALE_COOKIE,
    /** Data that came before. */
    DUPLICATE,
    /** Data too far ahead. */
    OUT_OF_WINDOW,
    /** Data for which no room is left. */
    NO_ROOM,
    /** Data without octets, or in a stream beyond those allowed, or for no channel. */
    BAD_DATA,
    /** An acknowledgement of what was never sent. */
    BAD_ACKNOWLEDGEMENT,
    /** A channel beyond those allowed, or with a number of ours, or malformed. */
    REFUSED_CHANNEL
}
