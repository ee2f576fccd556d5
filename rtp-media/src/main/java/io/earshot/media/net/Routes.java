package io.earshot.media.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;

/** Asks the kernel's routing table; sends nothing and does not wait. Thread-safe because stateless. */
public final class Routes {
    /** Addresses of the documentation blocks (RFC 5737, RFC 3849): any that are not ours show the default route. */
    private static final byte[][] SOMEWHERE = {
        {(byte) 203, 0, 113, 1}, {0x20, 0x01, 0x0D, (byte) 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}
    };

    private static final int DISCARD_PORT = 9;

    private Routes() {}

    /**
     * The local address that datagrams to {@code remote} leave from.
     *
     * @throws IOException when there is no route
     */
    public static InetAddress localFor(InetAddress remote) throws IOException {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.connect(new InetSocketAddress(remote, DISCARD_PORT));
            return ((InetSocketAddress) probe.getLocalAddress()).getAddress();
        }
    }

    /** The local address of the default route, of IPv4 if there is one; the loopback address of a machine without. */
    public static InetAddress outbound() {
        for (byte[] remote : SOMEWHERE) {
            InetAddress local = tried(remote);
            if (local != null && !local.isAnyLocalAddress()) {
                return local;
            }
        }
        return InetAddress.getLoopbackAddress();
    }

    private static @Nullable InetAddress tried(byte[] remote) {
        try {
            return localFor(InetAddress.getByAddress(remote));
        } catch (IOException | UnresolvedAddressException | UnsupportedAddressTypeException unreachable) {
            return null;
        }
    }
}
