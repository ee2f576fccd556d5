package io.earshot.media.dtls;

/** The way out of a session, on its loop. */
@FunctionalInterface
public interface DtlsWire {
    /** Sends {@code octets[offset, offset + length)}, which are only lent, as one datagram. */
    void send(byte[] octets, int offset, int length);
}
