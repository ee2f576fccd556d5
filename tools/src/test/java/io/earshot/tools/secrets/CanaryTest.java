package io.earshot.tools.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.bridge.Bridge;
import io.earshot.bridge.config.ConfigSource;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.config.PostgresConfig;
import io.earshot.bridge.config.Secret;
import io.earshot.bridge.delivery.Entry;
import io.earshot.bridge.postgres.PostgresReceiver;
import io.earshot.bridge.reload.Trigger;
import io.earshot.tools.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Drives failure paths of a bridge, and of commands, whose every secret is a canary, against servers that say everything back. Nothing that
 * is printed, answered, written or logged (by libraries too, at TRACE) may hold one. Each path names words that its answer has only when it was
 * really driven. A further path is one more line of {@link #paths}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryTest {
    private static final List<String> NAMES = List.of(
            "deepgram",
            "groq",
            "openai",
            "cartesia",
            "livekit",
            "older",
            "trunk",
            "carrier",
            "admin",
            "metrics",
            "webhook",
            "hep",
            "traces",
            "postgres",
            "outbound",
            "redis",
            "keypassword");
    /** What a call and what is told of it after it send to the server that says it back. */
    private static final List<String> SENT = List.of("deepgram", "groq", "openai", "cartesia", "traces");

    /** Digits alone, as a PIN is. */
    private static final String PIN = "830194627593";

    private static final String TOKEN_IN_URL = java.net.URLEncoder.encode(canary("admin"), StandardCharsets.UTF_8);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private final Canaries canaries =
            new Canaries(Stream.concat(Stream.of(PIN), NAMES.stream().map(CanaryTest::canary))
                    .toArray(String[]::new));
    private EchoingServer echo;
    private DoubtingTrunk carrier;
    private LoggedLines logged;
    private Path file;
    private ConfigSource source;
    private Bridge bridge;

    /** A path that may leak: what it returns is looked through, and all that was logged meanwhile. */
    @FunctionalInterface
    interface LeakPath {
        String drive(CanaryTest test) throws Exception;
    }

    static Stream<Arguments> paths() {
        return Stream.of(
                path("config check of a good file", "usable: ", test -> test.command("config", "check")),
                path("config check --json", "\"usable\"", test -> test.command("config", "check", "--json")),
                path("config show", "key_password: ", test -> test.command("config", "show")),
                path("config show --changed", "\"***\"", test -> test.command("config", "show", "--changed")),
                path(
                        "a secret where a number belongs",
                        "not '${env:CANARY_groq}'",
                        test -> test.set("calls.maximum=" + reference("groq"))),
                path(
                        "a secret where a time belongs",
                        "not '${env:CANARY_groq}'",
                        test -> test.set("calls.retry_after=" + reference("groq"))),
                path(
                        "a secret where a word belongs",
                        "not '${env:CANARY_groq}'",
                        test -> test.set("calls.answer=" + reference("groq"))),
                path(
                        "a secret where an address belongs",
                        "Illegal character",
                        test -> test.set("llm.groq.url=" + reference("groq") + " x")),
                path(
                        "a secret as an older key",
                        "must be name:secret",
                        test -> test.set("livekit.older_keys=[" + canary("groq") + "]")),
                path(
                        "a secret as an alias of YAML",
                        "(syntax)",
                        test -> test.broken("keys:\n  groq: *" + canary("groq") + "\n")),
                path(
                        "a secret in broken YAML",
                        "(syntax)",
                        test -> test.broken("keys: {groq: " + canary("groq") + "\n")),
                path("--set without a key", "(number 1): must be key=value", test -> test.set(canary("groq"))),
                path(
                        "a short token",
                        "at least 16 characters",
                        test -> test.set("http.tokens.admin=[" + canary("groq").substring(0, 15) + "]")),
                path(
                        "an unusable provider key",
                        "visible ASCII",
                        test -> test.reload("keys: {groq: \"" + canary("groq") + "\\u00e9\"}")),
                path("doctor", "exit code 77", test -> test.command("doctor")),
                path("doctor --json", "\"exitCode\" : 77", test -> test.command("doctor", "--json")),
                path("doctor --live", "\"exitCode\" : 77", test -> test.command("doctor", "--live", "--json")),
                path(
                        "lk commands against a hostile server",
                        "[token hidden]",
                        test -> CommandRun.of(
                                "rooms",
                                "list",
                                "--url",
                                "ws://" + test.echo.address(),
                                "--api-key",
                                "key",
                                "--api-secret",
                                canary("livekit"),
                                "--allow-plain")),
                path(
                        "a call whose providers refuse and echo",
                        "\"status\" : 200",
                        test -> CommandRun.of(
                                "call",
                                "sip:1000@127.0.0.1:" + test.bridge.sipAddress().getPort(),
                                "--wav",
                                "opening-hours",
                                "--duration",
                                "6",
                                "--json")),
                path(
                        "a PIN against a hostile server",
                        "[secret hidden]",
                        test -> test.livekit("dispatch", "create", "--name", "x", "--callee", "c", "--pin", PIN)),
                path(
                        "an outbound trunk's password against a hostile server",
                        "[secret hidden]",
                        test -> test.livekit(
                                "trunks",
                                "outbound",
                                "create",
                                "--name",
                                "x",
                                "--address",
                                "h.invalid",
                                "--numbers",
                                "+491",
                                "--auth-user",
                                "u",
                                "--auth-password",
                                canary("outbound"))),
                path("a PIN that a caller keys in", "earshot_gateway_joins_total{", CanaryTest::keyedPin),
                path("a PostgreSQL that echoes", "[password hidden]", _ -> postgres()),
                path("a webhook receiver that echoes", "webhook-signature was sent", CanaryTest::webhook),
                path("a secret as a stray argument", "[hidden]", _ -> CommandRun.of("status", canary("admin"))),
                path(
                        "a secret after an option that is not known",
                        "[hidden]",
                        _ -> CommandRun.of(
                                "status", "--tokn", canary("admin"), "--secret=" + canary("groq"), "--json")),
                path(
                        "a secret where a number belongs on a command line",
                        "[hidden]",
                        _ -> CommandRun.of("call", "sip:x@127.0.0.1", "--duration", canary("admin"))),
                path(
                        "a password in the address of a bridge",
                        "://[hidden]@",
                        _ -> CommandRun.of("status", "--url", "http://me:" + TOKEN_IN_URL + "@127.0.0.1:1")),
                path("a call through a trunk that believes no proof", "trunk_unproved", CanaryTest::dial),
                path("a call that policy forbids", "403: ", test -> test.dialled("--to", "+19005550100")),
                path("doctor of a Redis that echoes", "[password hidden]", CanaryTest::redis),
                path("a TLS key with another password", "key_password: does not open", CanaryTest::tlsKey),
                path("configuration over HTTP", "200 ", test -> test.get("/v1/admin/config", "admin")),
                path("calls over HTTP", "\"callId\"", test -> test.get("/v1/calls", "admin")),
                path("metrics", "earshot_", test -> test.get("/metrics", "metrics")),
                path("health", "\"components\"", test -> test.get("/v1/health", "metrics")),
                path("bans over HTTP", "\"bans\"", test -> test.get("/v1/guard/bans", "admin")),
                path("trunks over HTTP", "office", test -> test.get("/v1/guard/trunks", "admin")),
                path("a wrong token", "401 ", test -> test.get("/v1/calls", "groq")),
                path("the lesser token", "403 ", test -> test.get("/v1/calls", "metrics")),
                path("a token in the address", "401 ", test -> test.get("/v1/calls?token=" + TOKEN_IN_URL, "none")),
                path("a forged webhook", "401 ", test -> test.post("/webhooks/livekit", "a.b.c")),
                path(
                        "reload with a fault",
                        "not '${env:CANARY_groq}'",
                        test -> test.reload("calls: {maximum: \"" + reference("groq") + "\"}")),
                path(
                        "reload with other secrets",
                        "keys.groq: changed",
                        test -> test.reload("keys: {groq: \"" + canary("openai") + "\"}")),
                path(
                        "reload by request",
                        "\"outcome\"",
                        test -> test.post("/v1/admin/reload", "Bearer " + canary("admin"))),
                path("names in the heap", "io.earshot.bridge", _ -> classes()));
    }

    private static Arguments path(String name, String reached, LeakPath path) {
        return Arguments.of(name, reached, path);
    }

    private static String canary(String name) {
        return "Canary~" + name + "~7d1e/4c0b+9aF2";
    }

    private static String reference(String name) {
        return "${env:CANARY_" + name + "}";
    }

    @BeforeAll
    void start() throws Exception {
        echo = new EchoingServer(401);
        carrier = new DoubtingTrunk();
        logged = new LoggedLines();
        file = folder.resolve("earshot.yaml");
        Files.writeString(file, yaml(""));
        source = new ConfigSource(environment(), file, List.of());
        bridge = Bridge.start(new LiveConfig(source.load()), source);
    }

    @AfterAll
    void stop() throws IOException {
        bridge.close();
        String all = logged.text() + written();
        int lines = logged.count();
        logged.close();
        String sent = echo.heard();
        echo.close();
        carrier.close();
        assertThat(SENT.stream().filter(name -> !sent.contains(canary(name))))
                .as("secrets that never reached the hostile server")
                .isEmpty();
        assertThat(lines).as("libraries were heard").isGreaterThan(100);
        assertThat(canaries.in(all)).as("logs, records and files").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void shouldNotTellASecret(String name, String reached, LeakPath path) throws Exception {
        String answer = path.drive(this);
        assertThat(canaries.in(answer)).as("told").isEmpty();
        assertThat(canaries.in(logged.text())).as("logged").isEmpty();
        assertThat(answer.contains(reached))
                .as("the path was driven, which shows in: " + reached)
                .isTrue();
    }

    private static Map<String, String> environment() {
        return Map.of("CANARY_groq", canary("groq"));
    }

    private String yaml(String more) {
        return """
                sip: {udp_port: 0, tcp_port: 0}
                media: {allow_loopback: true}
                http: {port: 0, tokens: {admin: ["A-admin"], metrics: ["A-metrics"]}}
                calls: {rehearsals: 0}
                records: {file: "FOLDER/calls.jsonl", webhook: {url: "http://ECHO/records", secret: "A-webhook"}, postgres: {url: "jdbc:postgresql://127.0.0.1:1/x", user: me, password: "A-postgres"}}
                keys: {deepgram: "A-deepgram", groq: "A-groq", openai: "A-openai", cartesia: "A-cartesia"}
                stt: {order: [flux, deepgram], flux: {url: "ws://ECHO/v2/listen"}, deepgram: {url: "ws://ECHO/v1/listen"}}
                llm: {order: [groq, openai], groq: {url: "http://ECHO/groq"}, openai: {url: "http://ECHO/openai"}}
                tts: {cartesia: {url: "ws://ECHO/tts"}}
                livekit: {url: "ws://ECHO", allow_plain: true, api_key: key, api_secret: "A-livekit", older_keys: ["old:A-older"]}
                guard: {trunks: [{name: office, username: office, password: "A-trunk"}]}
                outbound: {trunks: [{name: carrier, address: "CARRIER", numbers: ["+15550199"], username: me, password: "A-carrier"}]}
                hep: {address: "127.0.0.1:9", password: "A-hep"}
                traces: {endpoint: "http://ECHO", headers: "authorization=A-traces"}
                """.replaceAll(
                                "A-([a-z]+)",
                                java.util.regex.Matcher.quoteReplacement(canary("NAME"))
                                        .replace("NAME", "$1"))
                        .replace("ECHO", echo.address())
                        .replace("CARRIER", carrier.address())
                        .replace("FOLDER", folder.toString())
                + more + "\n";
    }

    private String command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", file.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private String livekit(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", "ws://" + echo.address(), "--api-key", "key"));
        all.addAll(List.of("--api-secret", canary("livekit"), "--allow-plain"));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private String dial() {
        String told = dialled("--to", "+15550100", "--wait", "--json") + dialled("--to", "+15550100", "--wait");
        assertThat(carrier.proofs()).as("proofs sent, one a call").isEqualTo(2);
        return told;
    }

    private String dialled(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dial", "--url", address("").toString()));
        all.addAll(List.of("--token", canary("admin")));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private String redis() throws Exception {
        try (EchoingRedis hostile = new EchoingRedis()) {
            Path server = Files.writeString(
                    folder.resolve("livekit-server.yaml"),
                    "redis: {address: \"%s\", username: me, password: \"%s\"}\n"
                            .formatted(hostile.address(), canary("redis")));
            return command("doctor", "--only", "redis", "--livekit-server-config", server.toString())
                    + command("doctor", "--json", "--only", "redis", "--livekit-server-config", server.toString());
        }
    }

    /** The caller of a gateway keys in the PIN of a rule; the room that it opens cannot be joined. */
    private String keyedPin() throws Exception {
        try (PinnedLiveKit hostile = new PinnedLiveKit(PIN);
                Bridge gateway = pinned(hostile)) {
            String call = CommandRun.of(
                    "call",
                    "sip:1000@127.0.0.1:" + gateway.sipAddress().getPort(),
                    "--dtmf",
                    PIN + "#",
                    "--duration",
                    "15",
                    "--json");
            String http = "http://127.0.0.1:" + gateway.httpAddress().getPort();
            return call
                    + send(HttpRequest.newBuilder(URI.create(http + "/v1/calls")))
                    + send(HttpRequest.newBuilder(URI.create(http + "/metrics")));
        }
    }

    private static Bridge pinned(PinnedLiveKit hostile) throws Exception {
        ConfigSource settings = new ConfigSource(
                Map.of(),
                null,
                List.of(
                        "sip.udp_port=0",
                        "sip.tcp_port=0",
                        "http.port=0",
                        "media.allow_loopback=true",
                        "media.first_port=21000",
                        "media.last_port=21999",
                        "calls.rehearsals=0",
                        "routing.otherwise=gateway",
                        "livekit.url=" + hostile.url(),
                        "livekit.allow_plain=true",
                        "livekit.api_key=key",
                        "livekit.api_secret=" + canary("livekit")));
        return Bridge.start(new LiveConfig(settings.load()), settings);
    }

    private static String postgres() throws Exception {
        try (EchoingPostgres hostile = new EchoingPostgres()) {
            PostgresConfig usual = PostgresConfig.defaults();
            PostgresReceiver receiver = new PostgresReceiver(new PostgresConfig(
                    hostile.url(),
                    "me",
                    new Secret(canary("postgres")),
                    usual.timeout(),
                    usual.firstWait(),
                    usual.longestWait(),
                    usual.tries()));
            JsonNode record =
                    new ObjectMapper().readTree("{\"callId\":\"EC_1\",\"startedAt\":\"2026-01-01T00:00:00Z\"}");
            return receiver.take(new Entry("ended", "EC_1", java.time.Instant.EPOCH, record))
                    .toString();
        }
    }

    /** The call's record is brought to the server that says every header back, and refuses it. */
    private String webhook() throws Exception {
        long deadlineNs = System.nanoTime() + java.time.Duration.ofSeconds(20).toNanos();
        while (!echo.heard().toLowerCase(java.util.Locale.ROOT).contains("webhook-signature")) {
            if (System.nanoTime() - deadlineNs > 0) {
                return "no record was brought";
            }
            Thread.sleep(20);
        }
        return get("/v1/health", "metrics") + get("/metrics", "metrics") + " webhook-signature was sent";
    }

    private String tlsKey() throws Exception {
        SealedKey key = SealedKey.in(folder, "another password");
        ConfigSource wrong = new ConfigSource(
                environment(),
                file,
                List.of(
                        "sip.tls.port=0",
                        "sip.tls.certificate=" + key.certificate(),
                        "sip.tls.key=" + key.key(),
                        "sip.tls.key_password=" + canary("keypassword")));
        try (Bridge never = Bridge.start(new LiveConfig(wrong.load()), wrong)) {
            return "started " + never;
        } catch (Exception refused) {
            java.io.StringWriter trace = new java.io.StringWriter();
            refused.printStackTrace(new java.io.PrintWriter(trace));
            return trace.toString();
        }
    }

    private String set(String setting) {
        ConfigSource wrong = new ConfigSource(environment(), file, List.of(setting));
        return refusal(wrong);
    }

    private String broken(String yaml) throws IOException {
        return refusal(
                new ConfigSource(environment(), Files.writeString(folder.resolve("broken.yaml"), yaml), List.of()));
    }

    private static String refusal(ConfigSource wrong) {
        try {
            return "taken: " + new LiveConfig(wrong.load()).now();
        } catch (io.earshot.bridge.config.ConfigException refused) {
            java.io.StringWriter trace = new java.io.StringWriter();
            refused.printStackTrace(new java.io.PrintWriter(trace));
            return trace.toString();
        }
    }

    /** With sections replaced: those given come later, under names that are there already, so it is the keys of a file of its own. */
    private String reload(String more) throws IOException {
        String section = more.substring(0, more.indexOf(':') + 1);
        List<String> lines = new ArrayList<>(yaml("").lines().toList());
        lines.removeIf(line -> line.startsWith(section));
        lines.add(more);
        Files.write(file, lines);
        String report = bridge.reload(Trigger.SIGNAL).toString();
        Files.writeString(file, yaml(""));
        return report + bridge.reload(Trigger.SIGNAL);
    }

    private String get(String path, String token) throws Exception {
        return send(HttpRequest.newBuilder(address(path)).header("Authorization", "Bearer " + canary(token)));
    }

    private String post(String path, String authorization) throws Exception {
        return send(HttpRequest.newBuilder(address(path))
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + bridge.httpAddress().getPort() + path);
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
    }

    /** Files that the bridge wrote, but for the configuration itself. */
    private String written() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(each -> !each.toString().endsWith(".yaml"))
                    .forEach(each -> all.append(text(each)));
        }
        return all.toString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the classes in the heap, as jcmd's histogram shows them. */
    private static String classes() throws Exception {
        return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()}));
    }
}
