package io.earshot.tools.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A hostile server: refuses everything, and says back every header and the whole body in header and body of its answer. */
final class EchoingServer implements AutoCloseable {
    private static final int MOST_HEARD = 10_000;

    private final HttpServer server;
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    EchoingServer(int status) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        server.createContext("/", exchange -> answer(exchange, status));
        server.start();
    }

    /** HOST:PORT. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Addresses and headers of the requests so far. */
    String heard() {
        return String.join("\n", heard);
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            // The body first: whoever quotes an answer quotes its beginning.
            String echo = new String(exchange.getRequestBody().readAllBytes(), UTF_8) + " "
                    + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().entrySet();
            if (heard.size() < MOST_HEARD) {
                heard.add(exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().entrySet());
            }
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            if (sent != null) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Echo " + sent);
                exchange.getResponseHeaders().add("X-Request-Id", sent);
            }
            byte[] body = ("{\"code\":\"unauthenticated\",\"msg\":\"" + echo.replace("\"", "'")
                            + "\",\"error\":{\"message\":\"" + echo.replace("\"", "'") + "\"}}")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
