package io.earshot.media.dtls;

/** How a {@link DtlsSession} ended. */
public enum DtlsEnd {
    /** The peer closed it. */
    CLOSED,
    /** The peer showed another certificate than its description names. */
    WRONG_FINGERPRINT,
    /** Nothing, or not enough, came in time. */
    TIMED_OUT,
    /** Anything else: an alert, no common profile, a broken message. */
    FAILED
}
