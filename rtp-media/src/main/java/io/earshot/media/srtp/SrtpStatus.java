package io.earshot.media.srtp;

/** What became of a packet. Anything but {@link #OK} is counted and dropped. */
public enum SrtpStatus {
    /** Protected, or authenticated and decrypted, in place. */
    OK,
    /** Its tag is wrong. */
    AUTH_FAILED,
    /** Seen before, or older than the replay window of 64 packets. */
    REPLAYED,
    /** Too short or too long, a header past its end, or not encrypted. */
    MALFORMED,
    /** One source more than are kept, while none of those has been silent for long; or a flood of forged ones. */
    TOO_MANY_SOURCES
}
