package io.earshot.bridge.reload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigSource;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.config.ReloadReport.Outcome;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.metrics.Families;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadSideTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CANARY = "canary-0f3a9c";

    @TempDir
    private Path folder;

    private Path file;
    private LiveConfig live;
    private ConfigSource source;
    private final Families families = new Families();
    private final Health health = new Health();

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("earshot.yaml");
        write("calls:\n  maximum: 50\n");
        source = new ConfigSource(Map.of(), file, List.of());
        live = new LiveConfig(source.load());
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file, "reload:\n  interval: 100ms\n" + yaml);
    }

    private ReloadSide side() {
        ReloadSide side = ReloadSide.start(live, source);
        side.addTo(families, health);
        return side;
    }

    private static JsonNode json(HttpAnswer answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private HealthState state() {
        return health.components().stream()
                .filter(component -> component.name().equals("configuration"))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private double value(String name, String... labels) {
        for (MetricSnapshot family : families.collect()) {
            if (family.getMetadata().getName().equals(name)) {
                return family.getDataPoints().stream()
                        .filter(point -> matches(point, labels))
                        .mapToDouble(ReloadSideTest::value)
                        .sum();
            }
        }
        throw new AssertionError("no metric " + name);
    }

    private static boolean matches(DataPointSnapshot point, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(point.getLabels().get(labels[i]))) {
                return false;
            }
        }
        return true;
    }

    private static double value(DataPointSnapshot point) {
        return point instanceof GaugeSnapshot.GaugeDataPointSnapshot gauge
                ? gauge.getValue()
                : ((CounterSnapshot.CounterDataPointSnapshot) point).getValue();
    }

    @Test
    void shouldTakeOverAFileThatChanged() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        live.onChange(_ -> changed.countDown());
        try (ReloadSide side = side()) {
            write("calls:\n  maximum: 60\n");
            assertThat(changed.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(live.now().calls().maximum()).isEqualTo(60);
    }

    @Test
    void shouldChangeNothingWhenTheFileIsBrokenAndSayHow() throws Exception {
        try (ReloadSide side = side()) {
            BridgeConfig before = live.now();
            write("calls:\n  maximum: 60\n  retry_after: soon\nhttp:\n  prot: 1\n");
            assertThat(side.reload(Trigger.SIGNAL).outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(live.now()).isSameAs(before);
            assertThat(state().status()).isEqualTo(HealthState.Status.DEGRADED);
            assertThat(state().reason()).contains("earshot.yaml:5: calls.retry_after", "and 1 more");
            assertThat(value("earshot_config_invalid")).isEqualTo(1);
            assertThat(value("earshot_config_reloads", "trigger", "signal", "outcome", "refused"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldBeWellAgainOnceTheFileIsMended() throws Exception {
        try (ReloadSide side = side()) {
            write("calls: nonsense\n");
            assertThat(side.reload(Trigger.SIGNAL).outcome()).isEqualTo(Outcome.REFUSED);
            write("calls:\n  maximum: 50\n");
            assertThat(side.reload(Trigger.SIGNAL).outcome()).isEqualTo(Outcome.UNCHANGED);
            assertThat(state().status()).isEqualTo(HealthState.Status.OK);
            assertThat(value("earshot_config_invalid")).isZero();
        }
    }

    @Test
    void shouldNotTakeAnEmptiedFileForAWishForDefaults() throws Exception {
        try (ReloadSide side = side()) {
            Files.writeString(file, "");
            assertThat(side.reload(Trigger.SIGNAL).outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(state().reason()).contains("earshot.yaml: (file): is empty, which it was not before");
            assertThat(live.now().calls().maximum()).isEqualTo(50);
        }
    }

    @Test
    void shouldAnswerARequestWithTheReport() throws Exception {
        try (ReloadSide side = side()) {
            write("calls:\n  maximum: 60\nhttp:\n  port: 9090\nkeys:\n  groq: " + CANARY + "\n");
            HttpAnswer answer = side.resource().answer("POST", "/reload", new byte[0]);
            assertThat(answer.status()).isEqualTo(200);
            JsonNode report = json(answer);
            assertThat(report.path("outcome").asText()).isEqualTo("applied");
            assertThat(report.path("changed"))
                    .extracting(change -> change.path("key").asText() + "="
                            + change.path("inForce").asText())
                    .containsExactly("http.port=after a restart", "calls.maximum=new calls", "keys.groq=new calls");
            assertThat(report.path("pending").path(0).path("reason").asText()).contains("listener");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(CANARY);
        }
    }

    @Test
    void shouldAnswerABrokenFileWith422AndItsFaults() throws Exception {
        try (ReloadSide side = side()) {
            write("calls:\n  maximum: many\n");
            HttpAnswer answer = side.resource().answer("POST", "/reload", new byte[0]);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(json(answer).path("faults").path(0).path("where").asText())
                    .isEqualTo("earshot.yaml:4");
        }
    }

    @Test
    void shouldShowWhatIsInForceWithoutSecrets() throws Exception {
        write("keys:\n  groq: " + CANARY + "\n");
        live = new LiveConfig(source.load());
        try (ReloadSide side = side()) {
            write("keys:\n  groq: " + CANARY + "\nhttp:\n  port: 9090\n");
            assertThat(side.reload(Trigger.REQUEST).outcome()).isEqualTo(Outcome.APPLIED);
            HttpAnswer answer = side.resource().answer("GET", "/config", new byte[0]);
            JsonNode view = json(answer);
            assertThat(view.at("/config/http/port").asInt()).isEqualTo(8080);
            assertThat(view.at("/config/keys/groq").asText()).isEqualTo("***");
            assertThat(view.at("/pending/0/key").asText()).isEqualTo("http.port");
            assertThat(view.at("/files/0").asText()).isEqualTo(file.toString());
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(CANARY);
        }
    }

    @Test
    void shouldNotReloadForAWebPageOrByGet() {
        try (ReloadSide side = side()) {
            assertThat(side.resource()
                            .answer("POST", "/reload", new byte[0], name -> name.equals("Origin") ? "http://x" : null)
                            .status())
                    .isEqualTo(403);
            assertThat(side.resource().answer("GET", "/reload", new byte[0]).status())
                    .isEqualTo(405);
        }
    }
}
