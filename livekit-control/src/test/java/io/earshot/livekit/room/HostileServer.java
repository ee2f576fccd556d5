package io.earshot.livekit.room;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import livekit.LivekitRtc.SignalResponse;

/** A server on a real socket that does to each connection what the test says. Thread-safe because what changes is atomic. */
final class HostileServer implements AutoCloseable {
    /** What it does with a connection whose request was read; the connection is closed afterwards. */
    interface Manners {
        void meet(String request, InputStream in, OutputStream out) throws Exception;
    }

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening;
    private final Manners manners;
    private final String scheme;
    final AtomicInteger connections = new AtomicInteger();

    HostileServer(Manners manners) throws IOException {
        this(manners, ServerSocketFactory.getDefault(), "ws");
    }

    HostileServer(Manners manners, ServerSocketFactory sockets, String scheme) throws IOException {
        this.manners = manners;
        this.scheme = scheme;
        this.listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create(scheme + "://localhost:" + listening.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    /** Answers with a whole HTTP response. */
    static void answer(OutputStream out, String status, String body) throws IOException {
        String head = "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
        out.write((head + body).getBytes(US_ASCII));
        out.flush();
    }

    /** Completes the handshake. */
    static void accept(String request, OutputStream out) throws Exception {
        String key = request.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
        byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(US_ASCII));
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n")
                .getBytes(US_ASCII));
        out.flush();
    }

    static void send(OutputStream out, SignalResponse message) throws IOException {
        out.write(frame(2, message.toByteArray()));
        out.flush();
    }

    static byte[] frame(int opcode, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** Reads until the other side closes. */
    static void hold(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> meet(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void meet(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            manners.meet(request(in), in, socket.getOutputStream());
        } catch (Exception _) {
            // Whoever is rude to us is done with as well.
        }
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0 && request.length() < 65_536) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            request.append((char) octet);
        }
        return request.toString();
    }
}
