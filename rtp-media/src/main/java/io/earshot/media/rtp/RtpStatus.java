package io.earshot.media.rtp;

/** What {@link RtpPacket#wrap} found. Anything but {@link #OK} is counted and dropped. */
public enum RtpStatus {
    /** A well-formed RTP packet. */
    OK,
    /** Fewer than the 12 octets of a fixed header. */
    TOO_SHORT,
    /** Version field is not 2. */
    BAD_VERSION,
    /** The CSRC list runs past the end. */
    TRUNCATED_CSRC,
    /** The header extension runs past the end. */
    TRUNCATED_EXTENSION,
    /** The padding count is 0 or larger than what follows the header. */
    BAD_PADDING
}
