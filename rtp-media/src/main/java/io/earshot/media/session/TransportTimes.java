package io.earshot.media.session;

/**
 * When a transport got how far for the first time; monotonic times of its loop, -1 before. Immutable.
 *
 * @param checkingNs ICE began its checks
 * @param selectedNs ICE found a way, and the DTLS handshake began
 * @param securedNs the DTLS handshake was done: media flows
 */
public record TransportTimes(long checkingNs, long selectedNs, long securedNs) {
    /** Nothing happened yet. */
    public static final TransportTimes NONE = new TransportTimes(-1, -1, -1);

    /** How long ICE's checks took; -1 while they do. */
    public long iceNs() {
        return selectedNs < 0 ? -1 : selectedNs - checkingNs;
    }

    /** How long the DTLS handshake took; -1 while it does. */
    public long dtlsNs() {
        return securedNs < 0 ? -1 : securedNs - selectedNs;
    }
}
