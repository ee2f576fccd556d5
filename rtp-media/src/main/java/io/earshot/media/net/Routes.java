package io.earshot.media.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/** Asks the kernel's routing table; sends nothing and does not wait. Thread-safe because stateless. */
public final class Routes {
    /** An address of the documentation block (RFC 5737): any that is not ours shows the default route. */
    private static final byte[] SOMEWHERE = {(byte) 203, 0, 113, 1};

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

    /** The local address of the default route; the loopback address of a machine that has none. */
    public static InetAddress outbound() throws IOException {
        try {
            InetAddress local = localFor(InetAddress.getByAddress(SOMEWHERE));
            return local.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : local;
        } catch (IOException unreachable) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
