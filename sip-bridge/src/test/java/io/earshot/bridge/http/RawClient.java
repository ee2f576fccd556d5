package io.earshot.bridge.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends octets to an HTTP server and reads what comes back, without any opinion of its own. */
final class RawClient implements AutoCloseable {
    private final Socket socket = new Socket();

    RawClient(HttpServer server) throws IOException {
        this(server, "127.0.0.1");
    }

    RawClient(HttpServer server, String from) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", server.address().getPort()), 5_000);
        socket.setSoTimeout(10_000);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Everything until the server closes; a reset counts as closed. */
    String all() throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] chunk = new byte[4_096];
        try {
            InputStream in = socket.getInputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                text.append(new String(chunk, 0, length, StandardCharsets.ISO_8859_1));
            }
        } catch (java.net.SocketException reset) {
            return text.toString();
        }
        return text.toString();
    }

    /** The next octets, until {@code end} was seen. */
    String until(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf(end) < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed after: " + text);
            }
            text.append((char) octet);
        }
        return text.toString();
    }

    /** Whether the server has closed the connection, or does within the time-out. */
    boolean closed() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    static int status(String response) {
        return Integer.parseInt(response.substring(9, 12));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
