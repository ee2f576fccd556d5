package io.earshot.media.session;

/**
 * How a session's packets are protected, and what was refused; never a key. Immutable.
 *
 * @param kind what was agreed
 * @param profile SRTP profile in use; empty while there is none
 * @param ready whether packets flow: always but during a DTLS handshake
 * @param unauthentic packets with a wrong tag: another key, a forgery, or plain RTP
 * @param replayed packets that came before
 * @param malformed packets too short or too long to be protected ones, or of too many sources
 * @param strangers packets of other sources than the peer's, not even looked at because too many of them had failed
 * @param early packets that came before there were keys
 * @param failedHandshakes DTLS handshakes that came to nothing, strangers' included
 * @param handshakeNs from the agreement to the keys of DTLS; -1 before there are any, and without DTLS
 */
public record SessionProtection(
        Kind kind,
        String profile,
        boolean ready,
        long unauthentic,
        long replayed,
        long malformed,
        long strangers,
        long early,
        long failedHandshakes,
        long handshakeNs) {

    /** Plain RTP. */
    static final SessionProtection PLAIN = new SessionProtection(Kind.NONE, "", true, 0, 0, 0, 0, 0, 0, -1);

    /** Where the keys come from. */
    public enum Kind {
        /** There are none: plain RTP. */
        NONE,
        /** From SDP (RFC 4568). */
        SDES,
        /** From DTLS (RFC 5764). */
        DTLS;

        /** Name in records. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
