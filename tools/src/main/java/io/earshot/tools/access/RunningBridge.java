package io.earshot.tools.access;

import io.earshot.tools.console.CommandFailure;
import io.earshot.tools.console.Exit;
import io.earshot.tools.console.JsonFlag;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say which running bridge is asked, and the asking. Confined to the command. */
public final class RunningBridge {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:EARSHOT_URL:-http://127.0.0.1:8080}",
            description = "The bridge's HTTP listener. Default: EARSHOT_URL, else http://127.0.0.1:8080.")
    private String url = "";

    @Mixin
    private BridgeAccess access = new BridgeAccess();

    @Mixin
    private JsonFlag json = new JsonFlag();

    /**
     * What a bridge answered. Immutable.
     *
     * @param status HTTP status; never 401, and 403 only when it is not for want of a token
     * @param body text
     */
    public record Answer(int status, String body) {
        /** Whether the bridge did it. */
        public boolean done() {
            return status / 100 == 2;
        }
    }

    /** Made by the command line. */
    public RunningBridge() {}

    /** The bridge's address, as it was given. */
    public String url() {
        return url;
    }

    /** Whether JSON is wanted. */
    public boolean json() {
        return json.wanted();
    }

    /** Asks, and waits ten seconds for the answer. */
    public Answer ask(String method, String path, @Nullable String body) throws InterruptedException {
        return ask(method, path, body, PATIENCE);
    }

    /**
     * Asks.
     *
     * @param body JSON to send, or null for nothing
     * @param patience longest time to wait for the answer
     * @throws CommandFailure when nobody answers there (69), or not to this token (77)
     */
    public Answer ask(String method, String path, @Nullable String body, Duration patience)
            throws InterruptedException {
        try (HttpClient client = access.client()) {
            HttpRequest.Builder request = access.request(URI.create(url.replaceFirst("/+$", "") + path))
                    .timeout(patience);
            request.header("Content-Type", "application/json");
            request.method(
                    method,
                    body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
            return permitted(client.send(request.build(), HttpResponse.BodyHandlers.ofString()), path);
        } catch (IOException | IllegalArgumentException unreachable) {
            throw new CommandFailure(
                    Exit.UNAVAILABLE,
                    "no bridge answers at " + url + ": " + why(unreachable),
                    "Name it with --url or EARSHOT_URL; --ca names the authority of its certificate.");
        }
    }

    /**
     * Asks, and prints what is answered.
     *
     * @param body JSON to send, or null for nothing
     * @return 0 when the bridge did it
     * @throws CommandFailure otherwise
     */
    public int print(String method, String path, @Nullable String body, PrintWriter out) throws InterruptedException {
        Answer answer = ask(method, path, body);
        if (!answer.done()) {
            throw new CommandFailure(Exit.FAILED, answer.status() + " " + answer.body());
        }
        out.println(answer.body());
        out.flush();
        return Exit.OK;
    }

    /** A call's id as part of a path. */
    public static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Answer permitted(HttpResponse<String> answer, String path) {
        // A refusal in JSON is of the request and not of the token.
        boolean judged = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        if (answer.statusCode() == 401 || (answer.statusCode() == 403 && !judged)) {
            throw new CommandFailure(
                    Exit.NOT_PERMITTED,
                    path + " answered " + answer.statusCode() + ": "
                            + answer.body().strip(),
                    "Give one of http.tokens in EARSHOT_TOKEN; changes need one of http.tokens.admin.");
        }
        return new Answer(answer.statusCode(), answer.body());
    }

    private static String why(Exception unreachable) {
        String why = unreachable.getMessage();
        return unreachable.getClass().getSimpleName() + (why == null ? "" : ": " + why);
    }
}
