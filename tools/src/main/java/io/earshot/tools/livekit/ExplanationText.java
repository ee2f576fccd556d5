package io.earshot.tools.livekit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.livekit.dispatch.DispatchOutcome;
import io.earshot.livekit.dispatch.DispatchOutcome.Accepted;
import io.earshot.livekit.dispatch.Explanation.Fit;
import io.earshot.livekit.dispatch.Explanation.Verdict;
import io.earshot.tools.console.Ink;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import livekit.LivekitAgentDispatch.RoomAgentDispatch;

/**
 * What becomes of a call, for people and as JSON. Immutable.
 *
 * @param from the caller
 * @param to the number called
 * @param outcome what becomes of the call
 * @param lockedTrunk trunk whose password is taken for proven, or empty
 */
record ExplanationText(String from, String to, DispatchOutcome outcome, String lockedTrunk) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Several lines. */
    String lines(Ink ink) {
        StringBuilder text = new StringBuilder();
        text.append(ink.bold("A call from " + from + " to " + to + " "))
                .append(verdict(ink))
                .append('\n');
        if (!lockedTrunk.isEmpty()) {
            text.append("  after the caller proved to know the password of trunk ")
                    .append(lockedTrunk)
                    .append(" (407)\n");
        }
        if (outcome instanceof Accepted accepted) {
            details(text, accepted);
        }
        section(text, ink, "Trunks", outcome.explanation().trunks());
        section(text, ink, "Rules", outcome.explanation().rules());
        return text.toString();
    }

    private String verdict(Ink ink) {
        return switch (outcome) {
            case Accepted it -> ink.good("goes into room " + it.roomName());
            case DispatchOutcome.PinRequired it -> ink.good("is asked for a PIN by rule " + it.ruleId());
            case DispatchOutcome.AuthenticationRequired it -> ink.good("is asked for the password of " + it.trunkId());
            case DispatchOutcome.Refused it -> ink.bad("is not taken: " + it.text());
        };
    }

    private static void details(StringBuilder text, Accepted accepted) {
        line(text, "participant", accepted.identity() + " \"" + accepted.name() + "\"");
        line(text, "trunk", Words.dash(accepted.trunk().trunkId()));
        line(text, "rule", accepted.ruleId());
        line(text, "agents", String.join(", ", agents(accepted)));
        line(text, "metadata", accepted.metadata());
        line(text, "attributes", Words.pairs(accepted.attributes()));
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "  %-12s %s%n", name, value));
        }
    }

    private static List<String> agents(Accepted accepted) {
        return accepted.roomConfig() == null
                ? List.of()
                : accepted.roomConfig().getAgentsList().stream()
                        .map(RoomAgentDispatch::getAgentName)
                        .toList();
    }

    private static void section(StringBuilder text, Ink ink, String title, List<Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return;
        }
        text.append('\n').append(ink.bold(title)).append('\n');
        for (Verdict verdict : verdicts) {
            text.append("  ").append(mark(ink, verdict.fit())).append(' ').append(verdict.id());
            text.append(verdict.name().isEmpty() ? "" : " \"" + verdict.name() + "\"")
                    .append('\n');
            verdict.why().forEach(why -> text.append("      ").append(why).append('\n'));
        }
    }

    private static String mark(Ink ink, Fit fit) {
        String word = String.format(Locale.ROOT, "%-11s", fit.name().toLowerCase(Locale.ROOT));
        return switch (fit) {
            case CHOSEN -> ink.good(word);
            case CONFLICTING -> ink.bad(word);
            case OUTRANKED, EXCLUDED -> ink.faint(word);
        };
    }

    /** The same as JSON. */
    ObjectNode json() {
        ObjectNode node = NODES.objectNode();
        switch (outcome) {
            case Accepted it -> accepted(node, it);
            case DispatchOutcome.PinRequired it ->
                node.put("outcome", "pin_required").put("rule", it.ruleId());
            case DispatchOutcome.AuthenticationRequired it ->
                node.put("outcome", "authentication_required").put("trunk", it.trunkId());
            case DispatchOutcome.Refused it ->
                node.put("outcome", "refused")
                        .put("reason", it.reason().name().toLowerCase(Locale.ROOT))
                        .put("text", it.text());
        }
        node.put("passwordOfTrunk", lockedTrunk);
        node.set("trunks", verdicts(outcome.explanation().trunks()));
        node.set("rules", verdicts(outcome.explanation().rules()));
        return node;
    }

    private static void accepted(ObjectNode node, Accepted accepted) {
        node.put("outcome", "accepted")
                .put("trunk", accepted.trunk().trunkId())
                .put("rule", accepted.ruleId())
                .put("room", accepted.roomName())
                .put("identity", accepted.identity())
                .put("name", accepted.name())
                .put("metadata", accepted.metadata());
        ObjectNode attributes = node.putObject("attributes");
        new TreeMap<>(accepted.attributes()).forEach(attributes::put);
        ArrayNode agents = node.putArray("agents");
        agents(accepted).forEach(agents::add);
    }

    private static ArrayNode verdicts(List<Verdict> verdicts) {
        ArrayNode array = NODES.arrayNode();
        for (Verdict verdict : verdicts) {
            ObjectNode node = array.addObject();
            node.put("id", verdict.id()).put("name", verdict.name());
            node.put("fit", verdict.fit().name().toLowerCase(Locale.ROOT));
            ArrayNode why = node.putArray("why");
            verdict.why().forEach(why::add);
        }
        return array;
    }
}
