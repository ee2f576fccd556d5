package io.earshot.media.sdp;

/** Outcome of reading a session description: hostile input is a value here, never an exception. Immutable. */
public sealed interface SdpParse {

    /** The text was read. */
    record Parsed(SessionDescription description) implements SdpParse {}

    /**
     * The text is no session description, or exceeds a bound.
     *
     * @param reason what is wrong; never quotes the input, so it is safe in a log line or a SIP header
     * @param line 1-based number of the offending line, 0 when it concerns the whole
     */
    record Malformed(String reason, int line) implements SdpParse {}
}
