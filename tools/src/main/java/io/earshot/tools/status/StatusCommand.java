package io.earshot.tools.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a running bridge does, on one screen. */
@Command(
        name = "status",
        description = "Shows how a running bridge does: components, calls, latencies, refusals, faults.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A bridge with http.tokens asks for one: it is read from the environment variable EARSHOT_TOKEN.",
            "Exit codes: 0 it takes calls, 1 it takes none, 2 wrong usage, 3 it does not answer."
        })
public final class StatusCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int UNREACHABLE = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The bridge's HTTP listener (${DEFAULT-VALUE}).",
            defaultValue = "http://127.0.0.1:8080")
    private URI url;

    @Option(names = "--json", description = "For scripts.")
    private boolean json;

    private final Map<String, String> environment = System.getenv();

    /** Made by the command line. */
    public StatusCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        BridgeView view;
        try {
            view = BridgeView.of(url, environment.getOrDefault("EARSHOT_TOKEN", ""));
        } catch (IOException silent) {
            String why = silent.getMessage() == null ? silent.getClass().getSimpleName() : silent.getMessage();
            spec.commandLine().getErr().println("earshot: no bridge at " + url + ": " + why);
            return UNREACHABLE;
        }
        boolean ready = view.health().path("ready").asBoolean();
        out.print(json ? JSON.writeValueAsString(facts(view)) + "\n" : StatusScreen.of(view));
        out.flush();
        return ready ? 0 : 1;
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
