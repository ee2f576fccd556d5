package io.earshot.tools.observe;

import io.earshot.tools.access.BridgeAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say which running bridge is asked, and the asking. Confined to the command. */
final class RunningBridge {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The bridge's HTTP listener (${DEFAULT-VALUE}).")
    private String url = "";

    @Mixin
    private BridgeAccess access = new BridgeAccess();

    /**
     * Asks, and prints what is answered.
     *
     * @param json what is sent, or null for nothing
     * @return the exit code: 0 when the bridge did it, 1 otherwise
     */
    int ask(String method, String path, @Nullable String json, PrintWriter out, PrintWriter err)
            throws InterruptedException {
        try (HttpClient client = access.client()) {
            HttpRequest.Builder request = access.request(URI.create(url + path));
            request.header("Content-Type", "application/json");
            request.method(
                    method,
                    json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean done = answer.statusCode() / 100 == 2;
            (done ? out : err).println(done ? answer.body() : "earshot: " + answer.statusCode() + " " + answer.body());
            (done ? out : err).flush();
            return done ? 0 : 1;
        } catch (IOException | IllegalArgumentException unreachable) {
            err.println("earshot: " + url + " does not answer: " + unreachable);
            return 1;
        }
    }

    /** A call's id as part of a path. */
    static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
