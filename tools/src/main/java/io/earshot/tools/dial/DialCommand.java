package io.earshot.tools.dial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.tools.access.RunningBridge;
import io.earshot.tools.access.RunningBridge.Answer;
import io.earshot.tools.console.CommandFailure;
import io.earshot.tools.console.Exit;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot dial}: has a running bridge call somebody, whom its agent talks to. */
@Command(
        name = "dial",
        description = {
            "Has a running bridge call somebody through one of its trunks (outbound.trunks); its agent speaks when the"
                    + " call is answered. Ctrl-C ends what --wait waits for, not the call; --hang-up does."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The call is placed, or with --wait: it was answered, and is over.",
            "1:The bridge refused it, or with --wait: nobody answered.",
            "64:Wrong usage.",
            "69:No bridge answers.",
            "75:There are too many calls now, or the bridge takes none; later it may work.",
            "77:The bridge does not take the token, or policy forbids the call."
        })
public final class DialCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LOOK_MS = 200;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningBridge bridge = new RunningBridge();

    @Option(
            names = "--to",
            paramLabel = "NUMBER",
            description = "Whom to call: a number such as +15550100, or a SIP user.")
    private String to = "";

    @Option(names = "--trunk", paramLabel = "NAME", description = "By which trunk; needless when there is one.")
    private String trunk = "";

    @Option(
            names = "--from",
            paramLabel = "NUMBER",
            description = "Calling number, one of the trunk's. Default: its first.")
    private String from = "";

    @Option(
            names = "--greeting",
            paramLabel = "TEXT",
            description = "What the agent says first. Default: as configured.")
    private @Nullable String greeting;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            description = "A header field of the INVITE, such as X-Order=12.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(
            names = "--metadata",
            paramLabel = "NAME=VALUE",
            description = "Something to find again in the call's record.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(
            names = "--ring",
            paramLabel = "SECONDS",
            description = "How long the phone rings at most. Default: as the trunk says.")
    private @Nullable Integer ring;

    @Option(names = "--wait", description = "Print the life of the call, until it is over.")
    private boolean wait;

    @Option(names = "--hang-up", paramLabel = "CALL", description = "End this call instead, or give it up.")
    private String hangUp = "";

    @Override
    public Integer call() throws Exception {
        if (!hangUp.isEmpty()) {
            done(bridge.ask("DELETE", "/v1/calls/" + RunningBridge.encoded(hangUp), null));
            line("asked to end " + hangUp);
            return Exit.OK;
        }
        if (to.isEmpty()) {
            throw new CommandFailure(Exit.USAGE, "whom to call is missing", "Write --to +15550100.");
        }
        JsonNode placed =
                JSON.readTree(done(bridge.ask("POST", "/v1/calls", order())).body());
        String id = placed.path("callId").asText();
        if (!wait) {
            print(
                    bridge.json()
                            ? placed.toString()
                            : id + " dialing " + to + " by "
                                    + placed.path("trunk").asText());
            return Exit.OK;
        }
        line(id + " dialing " + to + " by " + placed.path("trunk").asText());
        return follow(id);
    }

    private String order() {
        ObjectNode order = JSON.createObjectNode().put("to", to);
        given(order, "trunk", trunk);
        given(order, "from", from);
        if (greeting != null) {
            order.put("greeting", greeting);
        }
        if (!headers.isEmpty()) {
            order.set("headers", JSON.valueToTree(headers));
        }
        if (!metadata.isEmpty()) {
            order.set("metadata", JSON.valueToTree(metadata));
        }
        if (ring != null) {
            order.put("ring_timeout", ring);
        }
        return order.toString();
    }

    private static void given(ObjectNode order, String key, String value) {
        if (!value.isEmpty()) {
            order.put(key, value);
        }
    }

    /** Tells each state as it comes; the codes of the end are the call's own. */
    private int follow(String id) throws InterruptedException, IOException {
        String told = "dialing";
        while (true) {
            JsonNode call = JSON.readTree(done(bridge.ask("GET", "/v1/calls/" + RunningBridge.encoded(id), null))
                    .body());
            String state = call.path("state").asText();
            if (state.equals("ended")) {
                return over(id, call);
            }
            if (!state.equals(told)) {
                told = state;
                line(id + " " + state + codec(call));
            }
            Thread.sleep(LOOK_MS);
        }
    }

    private static String codec(JsonNode call) {
        return call.has("codec") ? " with " + call.path("codec").asText() : "";
    }

    private int over(String id, JsonNode call) {
        JsonNode end = call.path("end");
        String detail = end.path("detail").asText();
        boolean answered = call.has("answeredMs");
        line("%s ended by %s: %s%s, SIP %d, Q.850 %d%s"
                .formatted(
                        id,
                        end.path("by").asText(),
                        end.path("reason").asText().replace('_', ' '),
                        detail.isEmpty() ? "" : " (" + detail + ")",
                        end.path("sipStatus").asInt(),
                        end.path("q850").asInt(),
                        answered ? ", talked " + Math.round(talkedMs(call) / 1_000) + " s" : ""));
        if (bridge.json()) {
            print(call.toString());
        }
        return answered ? Exit.OK : Exit.FAILED;
    }

    private static double talkedMs(JsonNode call) {
        return call.path("endedMs").asDouble() - call.path("answeredMs").asDouble();
    }

    private static Answer done(Answer answer) {
        if (answer.done()) {
            return answer;
        }
        int code = switch (answer.status()) {
            case 403 -> Exit.NOT_PERMITTED;
            case 429, 503 -> Exit.TEMPORARY;
            case 400 -> Exit.USAGE;
            default -> Exit.FAILED;
        };
        throw new CommandFailure(code, "the bridge refuses it with " + answer.status() + ": " + reason(answer.body()));
    }

    private static String reason(String body) {
        try {
            JsonNode error = JSON.readTree(body).path("error");
            return error.isTextual() ? error.asText() : body.strip();
        } catch (IOException plain) {
            return body.strip();
        }
    }

    /** A line for people; JSON has no room for it. */
    private void line(String text) {
        if (!bridge.json()) {
            print(text);
        }
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
