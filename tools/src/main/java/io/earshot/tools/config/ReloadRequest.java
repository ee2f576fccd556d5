package io.earshot.tools.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.access.RunningBridge;
import io.earshot.tools.console.CommandFailure;
import io.earshot.tools.console.Exit;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

/** Asks a running bridge to read its configuration again, and prints what became of it. Confined to the command. */
final class ReloadRequest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int REFUSED = 422;
    private static final String CHECKED = "keysAreChecked";
    private static final int LOOKS = 20;
    private static final long PAUSE_MS = 300;

    /** A new voice learns the greeting before the reload is over. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningBridge bridge;

    ReloadRequest(RunningBridge bridge) {
        this.bridge = bridge;
    }

    /** Asks; returns the exit code. */
    int run(PrintWriter out) throws IOException, InterruptedException {
        RunningBridge.Answer answer = bridge.ask("POST", "/v1/admin/reload", null, PATIENCE);
        if (!answer.done() && answer.status() != REFUSED) {
            throw new CommandFailure(
                    Exit.UNAVAILABLE,
                    "/v1/admin/reload of " + bridge.url() + " answered " + answer.status() + ": "
                            + answer.body().strip());
        }
        JsonNode report = withWarnings(JSON.readTree(answer.body()));
        out.print(bridge.json() ? JSON.writeValueAsString(report) + "\n" : ReloadText.of(report));
        out.flush();
        return answer.done() ? Exit.OK : Exit.CONFIGURATION;
    }

    /** The reload is over; while vendors are being asked about changed keys, a moment is waited for what they say. */
    private JsonNode withWarnings(JsonNode report) throws IOException, InterruptedException {
        JsonNode latest = report;
        for (int look = 0; look < LOOKS && latest.path(CHECKED).asBoolean(); look++) {
            Thread.sleep(PAUSE_MS);
            latest = JSON.readTree(bridge.ask("GET", "/v1/admin/config", null).body());
        }
        if (report instanceof ObjectNode told && latest.path("warnings").isArray()) {
            told.set("warnings", latest.path("warnings"));
            told.put(CHECKED, latest.path(CHECKED).asBoolean());
        }
        return report;
    }
}
