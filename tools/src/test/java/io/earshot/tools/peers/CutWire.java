package io.earshot.tools.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A wire to the server's TCP port that can be cut. Like a server of an older version it may deny the current form of signalling. Thread-safe
 * because its lists are.
 */
final class CutWire implements AutoCloseable {
    private final ServerSocket listening;
    private final URI server;
    private final boolean older;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private CutWire(URI server, boolean older) throws IOException {
        this.server = server;
        this.older = older;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static CutWire to(URI server) throws IOException {
        return new CutWire(server, false);
    }

    /** Answers 404 to {@code /rtc/v1}. */
    static CutWire toOlder(URI server) throws IOException {
        return new CutWire(server, true);
    }

    URI url() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort());
    }

    /** Ends all connections of this moment, without a word. */
    void cut() {
        for (Socket each : open) {
            shut(each);
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listening.close();
        cut();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = listening.accept();
                Thread.ofVirtual().start(() -> join(near));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void join(Socket near) {
        open.add(near);
        try {
            byte[] first = new byte[32_768];
            int length = near.getInputStream().read(first);
            String request = new String(first, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
            if (older && request.startsWith("GET /rtc/v1")) {
                String answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 18\r\n\r\n404 page not found";
                near.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                return;
            }
            Socket far = new Socket(server.getHost(), server.getPort());
            open.add(far);
            far.getOutputStream().write(first, 0, Math.max(0, length));
            Thread.ofVirtual().start(() -> carry(far, near));
            carry(near, far);
        } catch (IOException _) {
            shut(near);
        }
    }

    private static void carry(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException _) {
            // The other direction ends as well.
        } finally {
            shut(from);
            shut(to);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone.
        }
    }
}
