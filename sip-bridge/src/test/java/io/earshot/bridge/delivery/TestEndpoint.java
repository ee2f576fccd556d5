package io.earshot.bridge.delivery;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import javax.net.ServerSocketFactory;

/** An HTTP receiver that does to each request what the test says: answers, hangs, or dies after reading. One request a connection. */
final class TestEndpoint implements AutoCloseable {
    /** What becomes of a request: a status line with headers, or one of these. */
    static final String DIES = "dies after reading";

    static final String HANGS = "never answers";
    static final String OK = "204 No Content";

    /** A request. */
    record Post(Map<String, String> headers, String body) {
        String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    private final ServerSocket server;
    private final IntFunction<String> behaviour;
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final List<Post> taken = new CopyOnWriteArrayList<>();

    private TestEndpoint(ServerSocket server, IntFunction<String> behaviour) {
        this.server = server;
        this.behaviour = behaviour;
        Thread.ofVirtual().start(this::accept);
    }

    /** @param behaviour what becomes of the n-th request, from 0 */
    static TestEndpoint on(int port, IntFunction<String> behaviour) throws IOException {
        return on(ServerSocketFactory.getDefault(), port, behaviour);
    }

    static TestEndpoint on(ServerSocketFactory sockets, int port, IntFunction<String> behaviour) throws IOException {
        return new TestEndpoint(sockets.createServerSocket(port, 50, InetAddress.getLoopbackAddress()), behaviour);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Every request that was read. */
    List<Post> posts() {
        return posts;
    }

    /** Those that were answered with 2xx, or read by a receiver that then died. */
    List<String> takenIds() {
        return taken.stream().map(Post::id).toList();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Post post = read(new BufferedInputStream(socket.getInputStream()));
            String what;
            synchronized (this) {
                what = behaviour.apply(posts.size());
                posts.add(post);
                if (what.startsWith("2") || what.equals(DIES)) {
                    taken.add(post);
                }
            }
            if (what.equals(HANGS)) {
                int ended = socket.getInputStream().read();
                assert ended < 0;
            } else if (!what.equals(DIES)) {
                String answer = "HTTP/1.1 " + what + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException gone) {
            // the other side closed, or TLS was refused
        }
    }

    private static Post read(InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Post(headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("ended early");
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
