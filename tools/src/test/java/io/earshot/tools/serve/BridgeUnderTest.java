package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.Bridge;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.call.Utterance;
import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.Simulators;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** The whole bridge with simulators and a telephone of its own, all on loopback and on ports of the system's choice. */
public final class BridgeUnderTest implements AutoCloseable {
    static final String OPENING_HOURS = "What are your opening hours on Saturday?";
    static final String REPAIR_PRICE = "How much does a bicycle repair cost?";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long POLL_MS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    public final Simulators simulators;
    public final Bridge bridge;
    final Softphone phone;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private BridgeUnderTest(Simulators simulators, Bridge bridge, Softphone phone) {
        this.simulators = simulators;
        this.bridge = bridge;
        this.phone = phone;
    }

    /** A sandbox with further settings, {@code key=value}. */
    public static BridgeUnderTest start(String... settings) throws Exception {
        return start(SimulatorConfig.defaults(), settings);
    }

    public static BridgeUnderTest start(SimulatorConfig vendors, String... settings) throws Exception {
        return start(Simulators.start(vendors), settings);
    }

    /** A sandbox whose settings follow from the port of the simulated vendors. */
    static BridgeUnderTest withVendors(VendorSettings settings) throws Exception {
        Simulators simulators = Simulators.start(SimulatorConfig.defaults());
        return start(simulators, settings.of(simulators.port()));
    }

    /** Settings for vendors at a port. */
    @FunctionalInterface
    interface VendorSettings {
        String[] of(int port) throws IOException;
    }

    private static BridgeUnderTest start(Simulators simulators, String... settings) throws Exception {
        LeakTracking.lower();
        List<String> all = new ArrayList<>(Sandbox.settings(simulators));
        all.addAll(List.of("sip.host=127.0.0.1", "sip.udp_port=0", "sip.tcp_port=0", "http.port=0"));
        all.addAll(List.of(
                "calls.rehearsals=2", "media.port_drain=1s", "agent.outage.learn=false", "overload.enabled=false"));
        all.addAll(List.of(settings));
        BridgeConfig config = new ConfigLoader(Map.of()).load(BridgeConfig.defaults(Map.of()), null, all);
        return new BridgeUnderTest(simulators, Bridge.start(config), Softphone.at(InetAddress.getLoopbackAddress()));
    }

    public int sipPort() {
        return bridge.sipAddress().getPort();
    }

    /** What to dial for a number. */
    String uri(String number) {
        return "sip:" + number + "@127.0.0.1:" + sipPort();
    }

    /** A call over UDP that says these lines, half a minute long at most. */
    CallPlan plan(Utterance... lines) {
        return CallPlan.to(uri("agent"), List.of(lines)).lasting(Duration.ofSeconds(40));
    }

    /** A whole call: greeting, a question, its answer, both hang up properly. */
    public void converse() throws Exception {
        CallOutcome outcome = call(plan(Phrases.recorded("opening-hours", new Cue.Turn())));
        assertThat(outcome.status()).isEqualTo(200);
    }

    CallOutcome call(CallPlan plan) throws IOException {
        return phone.call(plan, CallWatcher.NONE);
    }

    CompletableFuture<CallOutcome> place(CallPlan plan) {
        return phone.place(plan, CallWatcher.NONE);
    }

    /** What the bridge tells of a call once it is over there. */
    public JsonNode endedCall(String callId) throws Exception {
        return until("the end of call " + callId, () -> {
            JsonNode call = callRecord(callId);
            return call.path("endedMs").isNumber() ? call : null;
        });
    }

    /** What the bridge tells of a call now; an error object when it does not know it. */
    public JsonNode callRecord(String callId) throws Exception {
        String id = URLEncoder.encode(callId, StandardCharsets.UTF_8).replace("+", "%20");
        return JSON.readTree(get("/v1/calls/" + id));
    }

    public String metrics() throws Exception {
        return get("/metrics");
    }

    /** The sum of all samples of a metric whose line holds each of these label texts. */
    public double metric(String name, String... labels) throws Exception {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public String get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + bridge.httpAddress().getPort() + path))
                .timeout(PATIENCE)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Sends a request with a JSON body; its status. */
    int send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + bridge.httpAddress().getPort() + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** The texts that a speaker said, in order. */
    public static List<String> said(JsonNode call, String speaker) {
        List<String> texts = new ArrayList<>();
        for (JsonNode line : call.path("transcript")) {
            if (line.path("speaker").asText().equals(speaker)) {
                texts.add(line.path("text").asText());
            }
        }
        return texts;
    }

    /** Asks until there is an answer; fails when none comes in time. */
    static <T> T until(String what, Callable<T> question) throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            T answer = question.call();
            if (answer != null) {
                return answer;
            }
            assertThat(System.nanoTime() - deadlineNs)
                    .as("waited in vain for " + what)
                    .isNegative();
            Thread.sleep(POLL_MS);
        }
    }

    /** Waits until it is so; fails when it does not become so in time. */
    static void untilTrue(String what, Callable<Boolean> question) throws Exception {
        until(what, () -> question.call() ? true : null);
    }

    @Override
    public void close() {
        phone.close();
        bridge.close();
        simulators.close();
        http.shutdownNow();
        LeakTracking.restore();
    }
}
