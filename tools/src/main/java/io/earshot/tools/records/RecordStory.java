package io.earshot.tools.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One call told for people: who, when, why it ended, how it sounded, and what happened in order. Immutable; may be read once. */
public final class RecordStory {
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("caller_hung_up", "the caller hung up"),
            Map.entry("caller_cancelled", "the caller gave up before the answer"),
            Map.entry("agent_hung_up", "the agent ended the conversation"),
            Map.entry("transferred", "the caller was put through to somebody else"),
            Map.entry("maximum_time", "the longest call time was reached (agent.max_call_seconds)"),
            Map.entry("providers_failed", "providers failed and the call was given up (agent.outage)"),
            Map.entry(
                    "media_timeout",
                    "no audio came from the caller for media.timeout: network, firewall or a phone that is gone"),
            Map.entry(
                    "never_acknowledged",
                    "the answer (200) was never acknowledged: our Contact or the route to it is wrong"),
            Map.entry("room_ended", "the LiveKit room is over, or the participant was removed"),
            Map.entry("room_unavailable", "the LiveKit room could not be joined"),
            Map.entry("wrong_pin", "no right PIN was given"),
            Map.entry("nobody_answered", "nobody in the room spoke to the caller in time"),
            Map.entry("end_requested", "it was ended on request"),
            Map.entry("shutting_down", "the bridge was stopped, or its drain came to the deadline"),
            Map.entry("interrupted", "the bridge's process died during the call"),
            Map.entry("failed", "a fault of the bridge's own: see its log"),
            Map.entry("refused", "the call was refused"));

    private final JsonNode record;
    private final StringBuilder out = new StringBuilder();

    /** A moment of the call. Immutable. */
    private record Moment(double atMs, String text) {}

    /** The story of a record. */
    public RecordStory(JsonNode record) {
        this.record = record;
    }

    /** All of it, several lines. What others have said or sent cannot control a terminal. */
    public String text() {
        line(String.format(
                Locale.ROOT,
                "call      %s   SIP Call-ID %s   trace %s",
                text("callId"),
                text("sipCallId"),
                text("traceId")));
        line(String.format(Locale.ROOT, "from      %s", text("from")));
        line(String.format(Locale.ROOT, "to        %s", text("to")));
        line(String.format(
                Locale.ROOT,
                "came by   %s, trunk %s, mode %s%s",
                known("signalling.source"),
                text("trunk"),
                text("mode"),
                room()));
        line(String.format(Locale.ROOT, "when      %s%s%s", text("startedAt"), answered(), ended()));
        line(String.format(Locale.ROOT, "ended     %s", end()));
        quality();
        turns();
        recording();
        for (JsonNode fault : record.path("providerFailures")) {
            line("fault     " + clean(fault.asText()));
        }
        line(String.format(Locale.ROOT, "node      %s, version %s", known("origin.node"), known("origin.version")));
        timeline();
        return out.toString();
    }

    private String room() {
        return record.has("room") ? ", room " + text("room") : "";
    }

    private String answered() {
        return record.has("answeredMs") ? ", answered after " + ms("answeredMs") + " ms" : ", never answered";
    }

    private String ended() {
        JsonNode session = at("signalling.sessionMs");
        return session.isNumber()
                ? String.format(Locale.ROOT, ", lasted %.1f s from then on", session.asDouble() / 1_000)
                : "";
    }

    private String end() {
        if (!record.has("end")) {
            return "not yet";
        }
        String reason = text("end.reason");
        String detail = text("end.detail");
        return MEANINGS.getOrDefault(reason, reason) + (detail.isEmpty() ? "" : ": " + detail) + "\n          " + reason
                + ", by the " + text("end.by") + ", SIP " + text("end.sipStatus") + ", Q.850 " + text("end.q850");
    }

    private void quality() {
        if (!record.path("quality").isObject()) {
            line("audio     none");
            return;
        }
        line(String.format(Locale.ROOT, "audio     %s, encryption %s", text("codec"), known("media.protection")));
        stream("heard", "quality.received");
        stream("sent", "quality.sent");
    }

    private void stream(String name, String path) {
        line(String.format(
                Locale.ROOT,
                "          %-5s %s packets, lost %s, jitter %s ms, MOS %s",
                name,
                known(path + ".packets"),
                known(path + ".lost"),
                ms(path + ".jitterMs"),
                ms(path + ".mos")));
    }

    private void turns() {
        line(String.format(
                Locale.ROOT,
                "turns     %s, answered after %s ms (p50) %s ms (p95), interruptions %s, provider faults %s, steps down the ladder %s",
                known("figures.turns"),
                ms("figures.stages.total.p50"),
                ms("figures.stages.total.p95"),
                known("figures.interruptions"),
                known("figures.providerFaults"),
                known("figures.degradations")));
    }

    private void recording() {
        if (record.path("recording").isObject()) {
            String file = text("recording.file");
            line(String.format(
                    Locale.ROOT,
                    "recorded  %s, consent %s",
                    file.isEmpty() ? "no" : file + " (" + ms("recording.seconds") + " s)",
                    text("recording.consent")));
        }
    }

    private void timeline() {
        List<Moment> moments = new ArrayList<>();
        for (JsonNode event : record.path("events")) {
            String detail = event.path("detail").asText();
            String name = event.path("name").asText();
            moments.add(new Moment(event.path("atMs").asDouble(), detail.isEmpty() ? name : name + ": " + detail));
        }
        for (JsonNode said : record.path("transcript")) {
            String mark = said.path("interrupted").asBoolean() ? " (interrupted)" : "";
            moments.add(new Moment(
                    said.path("startMs").asDouble(),
                    said.path("speaker").asText() + mark + ": "
                            + said.path("text").asText()));
        }
        for (JsonNode turn : record.path("turns")) {
            moments.add(new Moment(turn.path("startMs").asDouble(), turn(turn)));
        }
        moments.sort(Comparator.comparingDouble(Moment::atMs));
        moments.forEach(moment -> line(
                String.format(Locale.ROOT, "%10.3f s  %s", Math.max(0, moment.atMs()) / 1_000, clean(moment.text()))));
    }

    private static String turn(JsonNode turn) {
        String stages = turn.path("stages").properties().stream()
                .map(stage -> stage.getKey() + " " + Math.round(stage.getValue().asDouble()))
                .collect(Collectors.joining(", "));
        return "turn " + turn.path("turn").asInt() + " "
                + turn.path("turnClass").asText() + ": "
                + Math.round(turn.path("totalMs").asDouble()) + " ms (" + stages + ")";
    }

    private JsonNode at(String path) {
        return Condition.at(record, path);
    }

    private String text(String path) {
        return clean(at(path).asText());
    }

    private String known(String path) {
        String text = text(path);
        return text.isEmpty() ? "-" : text;
    }

    private String ms(String path) {
        JsonNode number = at(path);
        return number.isNumber() ? String.format(Locale.ROOT, "%.1f", number.asDouble()) : "-";
    }

    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "_");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
