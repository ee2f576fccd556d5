package io.earshot.tools.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.earshot.tools.access.RunningBridge;
import io.earshot.tools.console.Exit;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How a running bridge does, on one screen. */
@Command(
        name = "status",
        description = "Shows how a running bridge does: components, calls, latencies, refusals, faults.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 it takes calls, 1 it takes none, 64 wrong usage, 69 it does not answer, 77 the token is not accepted."
        })
public final class StatusCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningBridge bridge = new RunningBridge();

    /** Made by the command line. */
    public StatusCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        BridgeView view = BridgeView.of(bridge);
        boolean ready = view.health().path("ready").asBoolean();
        out.print(bridge.json() ? JSON.writeValueAsString(facts(view)) + "\n" : StatusScreen.of(view));
        out.flush();
        return ready ? Exit.OK : Exit.FAILED;
    }

    /** The same facts as the screen's. */
    private static Map<String, Object> facts(BridgeView view) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("health", view.health());
        facts.put("callsActive", view.by("earshot_calls_active", "mode"));
        facts.put("callsMaximum", (long) view.sum("earshot_calls_maximum"));
        facts.put("callsEnded", view.by("earshot_calls_ended_total", "reason"));
        facts.put("callsRefused", view.by("earshot_calls_refused_total", "reason"));
        facts.put("providerFailures", view.by("earshot_provider_requests_total", "failure"));
        JsonNode latency = view.latency();
        facts.put("latency", latency);
        return facts;
    }
}
