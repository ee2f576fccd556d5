package io.earshot.sip.tls;

/** What came of a TLS handshake. */
public enum TlsOutcome {
    /** Both sides agreed, and the peer is who it must be. */
    OK,
    /** It took too long. */
    TIMED_OUT,
    /** Closed at once: too many handshakes at a time, or of one source. */
    LIMITED,
    /** The peer showed no certificate. */
    NO_CERTIFICATE,
    /** The peer's certificate is signed by nobody we know. */
    UNKNOWN_CA,
    /** The peer's certificate is past or before its time. */
    EXPIRED,
    /** The peer's certificate does not name the host called, or is not on the list of clients. */
    WRONG_NAME,
    /** The peer does not take our certificate. */
    REJECTED,
    /** Not TLS, no common version or cipher, or closed in between. */
    FAILED
}
