package io.earshot.media.rtcp;

/** What {@link RtcpParser#parse} found. Anything but {@link #OK} is counted and dropped as a whole. */
public enum RtcpStatus {
    /** Every packet of the compound is well-formed. */
    OK,
    /** Fewer octets than a header, or left over after the last packet. */
    TOO_SHORT,
    /** Version field is not 2. */
    BAD_VERSION,
    /** A length field reaches past the end, or a packet is shorter than its type and count demand. */
    BAD_LENGTH,
    /** Padding where none may be, or more of it than there is packet. */
    BAD_PADDING,
    /** More packets than any honest compound has. */
    TOO_MANY
}
