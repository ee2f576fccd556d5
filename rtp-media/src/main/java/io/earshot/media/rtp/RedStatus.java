package io.earshot.media.rtp;

/** What {@link RedundantPayload#wrap} found. Anything but {@link #OK} is counted and dropped. */
public enum RedStatus {
    /** Well-formed. */
    OK,
    /** Ends within a block header, or the blocks are longer than the payload. */
    TRUNCATED,
    /** More blocks than any honest sender puts in. */
    TOO_MANY
}
