package io.earshot.tools.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** A WebSocket client for tests: messages are waited for, never slept for. */
public final class SimSocket extends WebSocketListener implements AutoCloseable {
    private static final OkHttpClient CLIENT = new OkHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int WAIT_S = 10;

    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Response> opened = new CompletableFuture<>();
    private final CompletableFuture<String> refused = new CompletableFuture<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private SimSocket(Request request) {
        socket = CLIENT.newWebSocket(request, this);
    }

    public static SimSocket open(Object base, String path, String... headers) {
        Request.Builder request = new Request.Builder().url(base + path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return new SimSocket(request.build());
    }

    /** The handshake's answer, good or not. */
    public Response handshake() throws Exception {
        return opened.get(WAIT_S, TimeUnit.SECONDS);
    }

    /** The body of a refused handshake. */
    public String refusal() throws Exception {
        return refused.get(WAIT_S, TimeUnit.SECONDS);
    }

    public SimSocket send(String text) {
        socket.send(text);
        return this;
    }

    public SimSocket send(byte[] data) {
        socket.send(ByteString.of(data));
        return this;
    }

    /** The next message as it came. */
    public String raw() throws Exception {
        String message = messages.poll(WAIT_S, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message within " + WAIT_S + " s");
        }
        return message;
    }

    public JsonNode next() throws Exception {
        return MAPPER.readTree(raw());
    }

    /** All messages up to and including the first that fits. */
    public List<JsonNode> until(Predicate<JsonNode> wanted) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        do {
            all.add(next());
        } while (!wanted.test(all.get(all.size() - 1)));
        return all;
    }

    /** Close code and reason as {@code "1000 reason"}, or {@code "broken"}. */
    public String closing() throws Exception {
        return closed.get(WAIT_S, TimeUnit.SECONDS);
    }

    /** Messages that were not read yet. */
    public List<String> rest() {
        List<String> rest = new ArrayList<>();
        messages.drainTo(rest);
        return rest;
    }

    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        socket.cancel();
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        opened.complete(response);
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        messages.add(text);
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        closed.complete((code + " " + reason).strip());
        webSocket.close(1000, null);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, Response response) {
        if (response != null) {
            try {
                refused.complete(response.body().string());
            } catch (IOException e) {
                refused.completeExceptionally(e);
            }
            opened.complete(response);
        }
        opened.completeExceptionally(failure);
        closed.complete("broken");
    }
}
