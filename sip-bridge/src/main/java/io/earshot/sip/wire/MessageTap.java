package io.earshot.sip.wire;

import java.net.InetSocketAddress;

/**
 * Sees every SIP message exactly as it crossed the socket, for ladders and packet captures. Called on transport and
 * application threads alike, so an implementation must be thread-safe, quick, and must not change {@code raw}.
 */
@FunctionalInterface
public interface MessageTap {

    /** Ignores every message. */
    MessageTap NONE = (outgoing, raw, local, remote, transport, atNs) -> {};

    /**
     * @param outgoing true when this endpoint sent the message
     * @param raw the whole message; one datagram, or one framed message of a stream; keys of SRTP are masked
     * @param transport {@code "UDP"}, {@code "TCP"} or {@code "TLS"}
     * @param atNs {@link System#nanoTime()} when it was read or handed to the socket
     */
    void onMessage(
            boolean outgoing,
            byte[] raw,
            InetSocketAddress local,
            InetSocketAddress remote,
            String transport,
            long atNs);
}
