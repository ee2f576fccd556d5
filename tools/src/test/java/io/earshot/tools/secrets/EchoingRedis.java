package io.earshot.tools.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A hostile Redis: refuses every command with an error that says the command back. */
final class EchoingRedis implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());

    EchoingRedis() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    /** HOST:PORT. */
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> answer(client));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private static void answer(Socket client) {
        try (client) {
            byte[] octets = new byte[4_096];
            int count = client.getInputStream().read(octets);
            while (count > 0) {
                // Without the command's name, by which Redis's own words would be known.
                String command =
                        new String(octets, 0, count, UTF_8).replace("AUTH", "").replaceAll("\\s+", " ");
                client.getOutputStream().write(("-ERR what is" + command + "\r\n").getBytes(UTF_8));
                count = client.getInputStream().read(octets);
            }
        } catch (IOException gone) {
            // The client has its answer.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
