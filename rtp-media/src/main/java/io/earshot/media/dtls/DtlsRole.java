package io.earshot.media.dtls;

/** Who begins the DTLS handshake (RFC 5763, section 5). */
public enum DtlsRole {
    /** Sends the first ClientHello: {@code setup:active}. */
    CLIENT,
    /** Waits for it: {@code setup:passive}. */
    SERVER
}
