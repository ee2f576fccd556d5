package io.earshot.media.sdp;

/**
 * The {@code o=} line (RFC 8866, section 5.2). The numbers stay text: a peer's may exceed 64 bits and are never computed
 * with. Immutable.
 *
 * @param username user name, or {@code -}
 * @param sessionId session identifier
 * @param version version of the description
 * @param address address of the originator, never used to send media
 */
public record Origin(String username, String sessionId, String version, Connection address) {
    /** Stands in for an {@code o=} line that a lax peer left out. */
    static final Origin ABSENT = new Origin("-", "0", "0", new Connection("IP4", "0.0.0.0"));

    Origin withVersion(long next) {
        return new Origin(username, sessionId, Long.toString(next), address);
    }
}
