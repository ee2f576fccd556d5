package io.earshot.perf.load;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** Finds stretches of UDP ports that nobody uses, between the bridge's and the system's own. Used by one thread. */
final class FreePorts {
    private static final int FIRST = 20_002;
    private static final int LAST = 32_766;

    private int next = FIRST;

    /**
     * A stretch of its own.
     *
     * @return its first port, even
     * @throws IOException when no stretch of that length is left
     */
    int take(int count) throws IOException {
        int start = next;
        for (int port = start; port < start + count; port++) {
            if (port > LAST) {
                throw new IOException("no " + count + " free UDP ports in a row from " + FIRST + " to " + LAST);
            }
            if (!free(port)) {
                start = port + 1 + (port + 1) % 2;
            }
        }
        next = start + count + count % 2;
        return start;
    }

    private static boolean free(int port) {
        try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
