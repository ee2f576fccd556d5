package io.earshot.media.ice;

import java.net.InetSocketAddress;

/** The way out of an agent: sockets in a call, a simulated network in tests. */
public interface IceWire {
    /**
     * Sends {@code octets[0, length)}, which are only lent, from a base.
     *
     * @param base index of a local base
     */
    void send(int base, byte[] octets, int length, InetSocketAddress to);

    /**
     * Connects to a passive TCP candidate (RFC 6544). {@link IceSession#onConnected} tells that it worked; that it did not,
     * nothing.
     */
    void connect(InetSocketAddress remote);
}
