package io.earshot.tools.livekit;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.livekit.dispatch.DispatchEngine;
import io.earshot.livekit.dispatch.DispatchOutcome;
import io.earshot.livekit.dispatch.RoomNaming;
import io.earshot.livekit.dispatch.SipCallFacts;
import io.earshot.tools.console.Exit;
import io.earshot.tools.console.Ink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dispatch explain}: which trunk and rule a call would match, and why the others do not. */
@Command(
        name = "explain",
        description = "Says which trunk and rule a call would match, and why the others do not.",
        footer = {
            "",
            "Files hold what --json lists: earshot trunks inbound list --json > trunks.json;"
                    + " earshot dispatch list --json > rules.json;"
                    + " earshot dispatch explain --file trunks.json --file rules.json --from A --to B",
            "",
            "Exit codes: 0 the call is taken (perhaps after a password or PIN), 1 it is not, 64 wrong usage, 69 no LiveKit server"
                    + " answered as one, 77 the key was not accepted, 78 not configured."
        })
final class ExplainCommand extends LiveKitCommand {
    @Option(names = "--from", paramLabel = "NUMBER", required = true, description = "The caller.")
    private String from;

    @Option(names = "--to", paramLabel = "NUMBER", required = true, description = "The number called.")
    private String to;

    @Option(names = "--source-ip", paramLabel = "IP", description = "Where the INVITE comes from. Default: anywhere.")
    private String sourceIp = "";

    @Option(names = "--from-host", paramLabel = "HOST", description = "Host in the From header. Default: source IP.")
    private @Nullable String fromHost;

    @Option(names = "--pin", paramLabel = "DIGITS", description = "What the caller keys in; '' for nothing but #.")
    private @Nullable String pin;

    @Option(names = "--call-id", paramLabel = "ID", description = "The call's id. Default: ${DEFAULT-VALUE}.")
    private String callId = "SCL_example";

    @Option(
            names = "--room-template",
            paramLabel = "TEXT",
            description = "How the gateway names individual rooms: {prefix} {caller} {callee} {call_id} {random}.")
    private @Nullable String template;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Trunks and rules as JSON instead of a server's; may be repeated.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        return files.isEmpty() ? super.call() : explain(fromFiles(), output());
    }

    @Override
    int run(LiveKitApi api, Output out) throws ApiException {
        return explain(new Rulebook(api.sip().inbound(), api.sip().rules()), out);
    }

    private int explain(Rulebook book, Output out) {
        DispatchEngine engine = new DispatchEngine(naming());
        DispatchOutcome outcome = engine.evaluate(facts(), book.trunks(), book.rules());
        String trunk = "";
        if (outcome instanceof DispatchOutcome.AuthenticationRequired asked) {
            trunk = asked.trunkId();
            outcome = engine.evaluate(facts().proven(trunk), book.trunks(), book.rules());
        }
        ExplanationText text = new ExplanationText(from, to, outcome, trunk);
        out.text(out.json() ? MessageJson.pretty(text.json()) + "\n" : text.lines(Ink.forTerminal()));
        return outcome instanceof DispatchOutcome.Refused ? Exit.FAILED : 0;
    }

    private SipCallFacts facts() {
        SipCallFacts facts = SipCallFacts.of(callId, from, fromHost == null ? sourceIp : fromHost, to, sourceIp);
        return pin == null ? facts : facts.withPin(pin);
    }

    private RoomNaming naming() {
        try {
            RandomGenerator random = RandomGenerator.getDefault();
            return template == null ? RoomNaming.likeLiveKit(random) : RoomNaming.byTemplate(template, random);
        } catch (IllegalArgumentException bad) {
            throw wrong(bad);
        }
    }

    private Rulebook fromFiles() {
        try {
            Rulebook book = new Rulebook(new ArrayList<>(), new ArrayList<>());
            for (Path file : files) {
                book.add(MessageJson.read(file));
            }
            return book;
        } catch (IllegalArgumentException bad) {
            throw wrong(bad);
        }
    }

    /** Trunks and rules. */
    private record Rulebook(List<SIPInboundTrunkInfo> trunks, List<SIPDispatchRuleInfo> rules) {
        /** Adds what a file holds: a list, LiveKit's {@code items}, or an object of {@code trunks} and {@code rules}. */
        void add(JsonNode node) {
            if (node.isArray()) {
                node.forEach(this::addOne);
            } else if (node.has("items")) {
                add(node.path("items"));
            } else if (node.has("trunks") || node.has("rules")) {
                Stream.of("trunks", "rules").filter(node::has).map(node::path).forEach(this::add);
            } else {
                addOne(node);
            }
        }

        private void addOne(JsonNode node) {
            JsonNode rule = MessageJson.unwrapped(node, "dispatchRule");
            if (rule.has("rule") || rule.has("sipDispatchRuleId")) {
                rules.add(MessageJson.merge(rule, "dispatchRule", SIPDispatchRuleInfo.newBuilder())
                        .build());
            } else {
                JsonNode trunk = MessageJson.withoutHidden(MessageJson.unwrapped(node, "trunk"));
                trunks.add(MessageJson.merge(trunk, "trunk", SIPInboundTrunkInfo.newBuilder())
                        .build());
            }
        }
    }
}
