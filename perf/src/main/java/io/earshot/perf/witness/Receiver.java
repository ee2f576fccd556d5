package io.earshot.perf.witness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes messages about ended calls as a careful receiver does: it keeps one by its {@code webhook-id}, and drops what comes under the
 * same one again. Of every {@value #FAILS_EVERY} messages it keeps one and answers 500, as a receiver that dies before it answers.
 * Thread-safe because its maps are concurrent.
 */
public final class Receiver implements AutoCloseable {
    private static final int FAILS_EVERY = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Map<String, String> sipCallIds = new ConcurrentHashMap<>();

    /**
     * Begins to listen on loopback.
     *
     * @throws IOException when it cannot
     */
    public Receiver() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    /** Where messages are posted. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/calls";
    }

    /** Messages that came, repeated ones among them. */
    public int messages() {
        return messages.get();
    }

    /** Messages that came under an id known already. */
    public int repeated() {
        return repeated.get();
    }

    /** Messages that were kept: one an id. */
    public int kept() {
        return sipCallIds.size();
    }

    /** Messages kept beyond one a call: calls that would be billed twice. */
    public int doubled() {
        return sipCallIds.size() - Set.copyOf(sipCallIds.values()).size();
    }

    /** Whether the end of the call with that Call-ID was told. */
    public boolean has(String sipCallId) {
        return sipCallIds.containsValue(sipCallId);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            String callId = JSON.readTree(exchange.getRequestBody())
                    .path("data")
                    .path("sipCallId")
                    .asText();
            boolean dies = messages.incrementAndGet() % FAILS_EVERY == 0;
            if (sipCallIds.putIfAbsent(String.valueOf(id), callId) != null) {
                repeated.incrementAndGet();
            }
            exchange.sendResponseHeaders(dies ? 500 : 204, -1);
        }
    }
}
