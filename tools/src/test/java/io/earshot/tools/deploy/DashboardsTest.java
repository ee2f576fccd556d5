package io.earshot.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.serve.BridgeUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboards and rules on a live bridge, scraped by a real Prometheus in both of its ways of keeping histograms. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DashboardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern METRIC = Pattern.compile("(?<![:\\w])earshot_[a-z0-9_]+");

    /** Of the database, named in the guides. */
    private static final Set<String> TABLES = Set.of("earshot_calls", "earshot_schema");

    private static final String MOS = "earshot_media_mos";
    private static final String HEARD = "{direction=\"in\"}";

    @TempDir
    static Path directory;

    private static BridgeUnderTest bridge;
    private static PrometheusUnderTest classic;
    private static PrometheusUnderTest withNative;

    /** A query of a panel, and whether a bridge that takes calls must have something to show for it. */
    private record Query(String dashboard, String panel, String expression, boolean busy) {}

    @BeforeAll
    static void start() throws Exception {
        bridge = BridgeUnderTest.start();
        bridge.converse();
        int port = bridge.bridge.httpAddress().getPort();
        classic = PrometheusUnderTest.start(directory.resolve("classic"), port, false);
        withNative = PrometheusUnderTest.start(directory.resolve("native"), port, true);
        for (PrometheusUnderTest each : List.of(classic, withNative)) {
            each.await("a call that was seen", "earshot_calls_ended_total");
        }
        bridge.converse();
        for (PrometheusUnderTest each : List.of(classic, withNative)) {
            each.await("the second call", "sum(earshot_calls_ended_total) >= 2");
            each.await("its responses", "instance:earshot_sip_ser:ratio5m > 0");
            each.await("its quality", MOS + "_count" + HEARD + " >= 2 or histogram_count(" + MOS + HEARD + ") >= 2");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        withNative.close();
        classic.close();
        bridge.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHaveDataForEveryPanelOfABridgeThatTakesCalls(boolean nativeHistograms) throws Exception {
        PrometheusUnderTest prometheus = nativeHistograms ? withNative : classic;
        List<String> empty = new ArrayList<>();
        for (Query query : queries()) {
            boolean data = prometheus.hasData(query.expression());
            if (query.busy() && !data) {
                empty.add(query.dashboard() + " / " + query.panel() + ": " + query.expression());
            }
        }
        assertThat(empty).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLeadFromALatencyToTheTraceOfItsTurn(boolean nativeHistograms) throws Exception {
        PrometheusUnderTest prometheus = nativeHistograms ? withNative : classic;
        JsonNode series = prometheus.exemplars(
                "earshot_turn_seconds" + (nativeHistograms ? "" : "_bucket") + "{stage=\"total\",class=\"answered\"}");
        JsonNode exemplar = series.path(0).path("exemplars").path(0);
        Set<String> traces = new TreeSet<>();
        for (JsonNode call : JSON.readTree(bridge.get("/v1/calls")).path("calls")) {
            traces.add(call.path("traceId").asText());
        }
        assertThat(exemplar.path("labels").path("trace_id").asText())
                .as(series.toString())
                .isIn(traces);
        assertThat(exemplar.path("labels").path("span_id").asText()).hasSize(16);
        assertThat(exemplar.path("value").asDouble()).isPositive();
    }

    @Test
    void shouldKeepLatenciesAsNativeHistograms() throws Exception {
        assertThat(withNative.query("histogram_count(earshot_turn_seconds{stage=\"total\"})"))
                .isNotEmpty();
        assertThat(withNative.query("earshot_turn_seconds_bucket")).isEmpty();
        assertThat(classic.query("earshot_turn_seconds_bucket")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldJudgeEveryRuleWithoutErrorAndRaiseNoAlarm(boolean nativeHistograms) throws Exception {
        PrometheusUnderTest prometheus = nativeHistograms ? withNative : classic;
        JsonNode groups = prometheus.get("/api/v1/rules").path("data").path("groups");
        List<String> faults = new ArrayList<>();
        List<String> firing = new ArrayList<>();
        for (JsonNode group : groups) {
            for (JsonNode rule : group.path("rules")) {
                if (!rule.path("health").asText().equals("ok")) {
                    faults.add(rule.toString());
                }
                if (rule.path("state").asText().equals("firing")) {
                    firing.add(rule.path("name").asText());
                }
                prometheus.query(rule.path("query").asText());
            }
        }
        assertThat(groups).hasSize(2);
        assertThat(faults).isEmpty();
        assertThat(firing).isEmpty();
    }

    @Test
    void shouldOfferMetricsThatPromtoolHasNothingAgainst() throws Exception {
        Path scraped = directory.resolve("metrics.txt");
        Files.writeString(scraped, bridge.metrics());
        Deployed.succeeds("prometheus", directory, "sh", "-c", "promtool check metrics < " + scraped);
    }

    @Test
    void shouldNameOnlyMetricsThatTheBridgeHas() throws Exception {
        String sources;
        try (Stream<Path> all = Files.walk(Deployed.ROOT.resolve("sip-bridge/src/main/java"))) {
            sources = all.filter(path -> path.toString().endsWith(".java"))
                    .map(DashboardsTest::text)
                    .collect(Collectors.joining());
        }
        Set<String> unknown = new TreeSet<>();
        List<Path> files = new ArrayList<>(Deployed.files("grafana", ".json"));
        files.addAll(Deployed.files("prometheus", "-rules.yml"));
        files.addAll(Deployed.guides());
        for (Path file : files) {
            Matcher names =
                    METRIC.matcher(text(file).replaceAll("description.*|summary.*|instance\\w*:earshot_\\w+", ""));
            while (names.find()) {
                String base = names.group().replaceAll("_(total|bucket|sum|count)$", "");
                if (!sources.contains('"' + base + '"') && !TABLES.contains(base)) {
                    unknown.add(file.getFileName() + ": " + names.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static List<Query> queries() throws Exception {
        List<Query> all = new ArrayList<>();
        for (Path file : Deployed.files("grafana", ".json")) {
            JsonNode dashboard = JSON.readTree(file.toFile());
            for (JsonNode panel : dashboard.path("panels")) {
                boolean busy = !panel.path("description").asText().contains("Empty while");
                for (JsonNode target : panel.path("targets")) {
                    String expression = target.path("expr")
                            .asText()
                            .replace("$__rate_interval", "1m")
                            .replace("$instance", ".*");
                    String title = panel.path("title").asText();
                    boolean optional = title.startsWith("Waterfall") && expression.contains("\"tools\"");
                    all.add(new Query(file.getFileName().toString(), title, expression, busy && !optional));
                }
            }
        }
        assertThat(all).hasSizeGreaterThan(80);
        return all;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
