package io.earshot.tools.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** The way to a vendor, which a test may spoil while calls go on. Thread-safe: one virtual thread a direction, volatile mode. */
final class FlakyWire implements AutoCloseable {
    /** What becomes of the octets. */
    enum Mode {
        /** They pass. */
        FINE,
        /** Every connection is reset, and nobody listens. */
        REFUSED,
        /** Connections are reset once the vendor has begun to answer. */
        RESET,
        /** Connections are made, and nothing comes. */
        SILENT,
        /** What is there stays silent, and nothing answers a new connection. */
        DEAD,
        /** The vendor's answers are other octets than it sent. */
        GARBAGE,
        /** The vendor's answers come ten octets at a time. */
        DRIP,
        /** Every connection is reset; new ones pass. */
        CUT
    }

    private static final int QUEUE = 8;
    private static final int UNTIL_RESET = 600;
    private static final int DRIP_OCTETS = 10;
    private static final long DRIP_MS = 100;

    private final int vendor;
    private final int port;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> filling = new CopyOnWriteArrayList<>();
    private volatile boolean accepting = true;
    private volatile Mode mode = Mode.FINE;
    private final ServerSocket listening;

    FlakyWire(int vendor) throws IOException {
        this.vendor = vendor;
        this.listening = listen(0, QUEUE);
        this.port = listening.getLocalPort();
        accept(listening);
    }

    int port() {
        return port;
    }

    /** Spoils the wire from now on. */
    void become(Mode next) throws IOException {
        mode = next;
        switch (next) {
            case REFUSED -> {
                listening.close();
                reset();
            }
            case DEAD -> {
                accepting = false;
                fill();
            }
            case CUT -> reset();
            case FINE, RESET, SILENT, GARBAGE, DRIP -> {}
        }
    }

    /** Nobody accepts: once the queue is full, the system answers no further attempt. */
    private void fill() throws IOException {
        for (int i = 0; i < 2 * QUEUE; i++) {
            SocketChannel one = SocketChannel.open();
            one.configureBlocking(false);
            one.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            filling.add(one);
        }
    }

    private void reset() {
        for (Socket each : clients) {
            reset(each);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // It is gone already.
        }
    }

    private void accept(ServerSocket server) {
        Thread.ofVirtual().name("flaky-accept").start(() -> {
            try {
                while (accepting) {
                    Socket client = server.accept();
                    clients.add(client);
                    Thread.ofVirtual().name("flaky-wire").start(() -> join(client));
                }
            } catch (IOException _) {
                // Nobody listens any more.
            }
        });
    }

    private void join(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), vendor)) {
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Thread back = Thread.ofVirtual().start(() -> answers(server, client));
            client.getInputStream().transferTo(server.getOutputStream());
            server.shutdownOutput();
            back.join();
        } catch (IOException _) {
            // One of both has gone, so the other goes.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private void answers(Socket server, Socket client) {
        byte[] octets = new byte[8_192];
        Random random = new Random(7);
        int spoilt = 0;
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n = in.read(octets); n >= 0; n = in.read(octets)) {
                switch (mode) {
                    case FINE, CUT, REFUSED -> out.write(octets, 0, n);
                    case SILENT, DEAD -> {}
                    case GARBAGE -> {
                        byte[] other = new byte[n];
                        random.nextBytes(other);
                        out.write(other);
                    }
                    case DRIP -> drip(octets, n, out);
                    case RESET -> {
                        out.write(octets, 0, Math.min(n, UNTIL_RESET));
                        spoilt += n;
                        if (spoilt >= UNTIL_RESET) {
                            reset(client);
                            return;
                        }
                    }
                }
            }
            client.close();
        } catch (IOException _) {
            // One of both has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drip(byte[] octets, int n, OutputStream out) throws IOException, InterruptedException {
        for (int at = 0; at < n && mode == Mode.DRIP; at += DRIP_OCTETS) {
            out.write(octets, at, Math.min(DRIP_OCTETS, n - at));
            Thread.sleep(DRIP_MS);
        }
    }

    private static ServerSocket listen(int port, int backlog) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
        return socket;
    }

    @Override
    public void close() throws IOException {
        mode = Mode.REFUSED;
        listening.close();
        reset();
        for (SocketChannel each : filling) {
            each.close();
        }
    }
}
