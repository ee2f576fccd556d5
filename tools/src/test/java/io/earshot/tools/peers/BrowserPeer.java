package io.earshot.tools.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Headless Chromium with LiveKit's own client in the page {@code participant.html}, which posts what happens to a server of ours. Confined
 * to the test's thread.
 */
final class BrowserPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GRACE_S = 5;

    private final HttpServer pages;
    private final Events events;
    private final Process chromium;
    private final Thread reaper;

    private BrowserPeer(HttpServer pages, Events events, Process chromium) {
        this.pages = pages;
        this.events = events;
        this.chromium = chromium;
        this.reaper = new Thread(chromium::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /** Joins a room and publishes a tone of {@code toneHz}. */
    static BrowserPeer join(Peers peers, String room, String identity, int toneHz) throws Exception {
        Path log = peers.file("chromium-" + identity + ".log");
        Events events = new Events("the browser", () -> Files.readString(log));
        HttpServer pages = serve(events);
        String query = "url=" + encoded(peers.url().toString()) + "&token=" + encoded(peers.token(room, identity))
                + "&tone=" + toneHz;
        String page = "http://127.0.0.1:" + pages.getAddress().getPort() + "/participant.html?" + query;
        BrowserPeer browser = new BrowserPeer(pages, events, chromium(peers, identity, page, log));
        browser.await("joined", _ -> true, 40);
        return browser;
    }

    JsonNode await(String event, Predicate<JsonNode> fits, int seconds) throws Exception {
        return events.await(event, fits, seconds);
    }

    @Override
    public void close() {
        chromium.destroy();
        try {
            chromium.waitFor(GRACE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        chromium.destroyForcibly();
        pages.stop(0);
        Runtime.getRuntime().removeShutdownHook(reaper);
    }

    private static Process chromium(Peers peers, String identity, String page, Path log) {
        List<String> command = List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--autoplay-policy=no-user-gesture-required",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                // Host candidates with their address rather than a name that only multicast could resolve.
                "--disable-features=WebRtcHideLocalIpsWithMdns",
                "--enable-logging=stderr",
                "--remote-debugging-port=0",
                "--user-data-dir=" + peers.file("chromium-" + identity),
                page);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw Installed.missing("Chromium cannot be started: " + e.getMessage());
        }
    }

    private static HttpServer serve(Events events) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        String client = Installed.browserClient();
        server.createContext("/livekit-client.js", it -> answer(it, "text/javascript", client));
        server.createContext("/participant.html", it -> answer(it, "text/html", page()));
        server.createContext("/event", it -> {
            events.add(JSON.readTree(it.getRequestBody().readAllBytes()));
            answer(it, "text/plain", "");
        });
        server.start();
        return server;
    }

    private static String page() throws IOException {
        try (InputStream page = BrowserPeer.class.getResourceAsStream("/peers/participant.html")) {
            return new String(page.readAllBytes(), UTF_8);
        }
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
