package io.earshot.media.jsep;

/** RTP header extensions that we use, and the identifiers under which we offer them (RFC 8285). */
public final class Extensions {
    /** Audio level of the sender (RFC 6464). */
    public static final String LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    /** Name of the section (RFC 9143, section 15). */
    public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /** Our identifier of {@link #LEVEL}. */
    public static final int LEVEL_ID = 1;
    /** Our identifier of {@link #MID}. */
    public static final int MID_ID = 4;

    private Extensions() {}
}
