package io.earshot.tools.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A bridge's state as text of one screen. Stateless. */
final class StatusScreen {
    private static final int LATEST = 8;

    private StatusScreen() {}

    static String of(BridgeView view) {
        StringBuilder text = new StringBuilder();
        head(text, view);
        components(text, view.health().path("components"));
        latencies(text, view.latency());
        faults(text, view);
        calls(text, view.calls().path("calls"));
        return text.toString();
    }

    private static void head(StringBuilder text, BridgeView view) {
        JsonNode health = view.health();
        boolean ready = health.path("ready").asBoolean();
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "Bridge     %s, %s",
                        ready
                                ? "takes calls"
                                : "takes no calls: " + health.path("reason").asText(),
                        health.path("status").asText()));
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "Calls      %.0f of %.0f now (%s); %.0f begun, %.0f refused since the start",
                        view.sum("earshot_calls_active"),
                        view.sum("earshot_calls_maximum"),
                        words(view.by("earshot_calls_active", "mode")),
                        view.sum("earshot_calls_started_total"),
                        view.sum("earshot_calls_refused_total")));
        double since = view.sum("process_start_time_seconds");
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "Process    up %s, CPU %.0f s in all, memory %.0f MB, descriptors %.0f of %.0f",
                        duration(System.currentTimeMillis() / 1_000.0 - since),
                        view.sum("process_cpu_seconds_total"),
                        view.sum("process_resident_memory_bytes") / 1e6,
                        view.sum("process_open_fds"),
                        view.sum("process_max_fds")));
    }

    private static void components(StringBuilder text, JsonNode components) {
        text.append("\nComponents\n");
        for (JsonNode each : components) {
            line(
                    text,
                    String.format(
                            Locale.ROOT,
                            "  %-18s %-9s %s",
                            each.path("component").asText(),
                            each.path("status").asText(),
                            each.path("reason").asText()));
        }
    }

    private static void latencies(StringBuilder text, JsonNode latency) {
        text.append("\nLatencies, ms                 count      p50      p99      max\n");
        for (JsonNode each : latency.path("stages")) {
            if (each.path("name").asText().equals("total")) {
                figures(text, "answer time, " + each.path("turnClass").asText(), each.path("count"), each);
            }
        }
        figures(text, "packets sent late", latency.path("rtpSend").path("packets"), latency.path("rtpSend"));
    }

    private static void figures(StringBuilder text, String name, JsonNode count, JsonNode figures) {
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "  %-26s %7d %8.1f %8.1f %8.1f",
                        name,
                        count.asLong(),
                        figures.path("p50Ms").asDouble(),
                        figures.path("p99Ms").asDouble(),
                        figures.path("maxMs").asDouble()));
    }

    private static void faults(StringBuilder text, BridgeView view) {
        text.append("\nSince the start\n");
        line(
                text,
                String.format(
                        Locale.ROOT, "  calls ended        %s", words(view.by("earshot_calls_ended_total", "reason"))));
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "  calls refused      %s",
                        words(view.by("earshot_calls_refused_total", "reason"))));
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "  provider failures  %s",
                        words(view.by("earshot_provider_requests_total", "failure"))));
        line(
                text,
                String.format(
                        Locale.ROOT, "  media faults       %s", words(view.by("earshot_media_faults_total", "kind"))));
        line(
                text,
                String.format(Locale.ROOT, "  one-way calls      %.0f", view.sum("earshot_media_one_way_calls_total")));
        line(
                text,
                String.format(Locale.ROOT, "  SIP repeats        %.0f", view.sum("earshot_sip_retransmissions_total")));
    }

    private static void calls(StringBuilder text, JsonNode calls) {
        text.append("\nLatest calls\n");
        for (int i = Math.max(0, calls.size() - LATEST); i < calls.size(); i++) {
            JsonNode call = calls.path(i);
            line(
                    text,
                    String.format(
                            Locale.ROOT,
                            "  %s  %-8s %-9s %s -> %s",
                            call.path("callId").asText(),
                            call.path("mode").asText(),
                            call.path("state").asText(),
                            call.path("from").asText(),
                            call.path("to").asText()));
        }
        if (calls.isEmpty()) {
            text.append("  none yet\n");
        }
    }

    private static String words(Map<String, Double> counts) {
        Map<String, Double> named = new java.util.TreeMap<>(counts);
        named.remove("");
        return named.isEmpty()
                ? "none"
                : named.entrySet().stream()
                        .map(count -> count.getKey() + " " + Math.round(count.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String duration(double seconds) {
        long all = Math.max(0, Math.round(seconds));
        return all >= 86_400
                ? all / 86_400 + " d " + all % 86_400 / 3_600 + " h"
                : all / 3_600 + " h " + all % 3_600 / 60 + " min";
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
