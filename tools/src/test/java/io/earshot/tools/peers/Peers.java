package io.earshot.tools.peers;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.livekit.token.AccessToken;
import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.token.VideoGrant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * redis, livekit-server and, when asked for, livekit-sip: one deployment on ports of its own, in the namespace of the tests' JVM. Its
 * folder below {@code target/peers} keeps configurations and logs. Confined to the test's thread, but for what is called safe.
 */
final class Peers implements AutoCloseable {
    private static final Path FOLDERS = Path.of("target/peers").toAbsolutePath();
    private static final long PATIENCE_NS = 30_000_000_000L;
    private static final int POLL_MS = 20;

    final PeerProcess redis;
    final PeerProcess server;
    private final Path folder;
    private final PeerConfig config;
    private final List<PeerProcess> processes = new ArrayList<>();
    private PeerProcess sip;

    private Peers(Path folder, PeerConfig config, UnaryOperator<String> change) throws Exception {
        this.folder = folder;
        this.config = config;
        Path redisConf =
                Files.writeString(folder.resolve("redis.conf"), """
                bind 127.0.0.1
                port %d
                save ""
                appendonly no
                dir %s
                """.formatted(config.port("REDIS_PORT"), folder));
        redis = started("redis", List.of("redis-server", redisConf.toString()), "REDIS_PORT");
        Path written = config.write("livekit.yaml", folder);
        String serverConfig = Files.writeString(written, change.apply(Files.readString(written)))
                .toString();
        server = started(
                "livekit-server", List.of(Installed.program("livekit-server"), "--config", serverConfig), "PORT");
    }

    /** redis and livekit-server, which posts its events to these URLs. */
    static Peers start(String... webhooks) throws Exception {
        return start(text -> text, webhooks);
    }

    /** The same with livekit-server's configuration changed. */
    static Peers start(UnaryOperator<String> change, String... webhooks) throws Exception {
        return start(Installed.mediaAddress(), change, webhooks);
    }

    /** The same, participants being told to send their media to {@code nodeAddress}. */
    static Peers start(InetAddress nodeAddress) throws Exception {
        return start(nodeAddress.getHostAddress(), text -> text, new String[0]);
    }

    private static Peers start(String nodeAddress, UnaryOperator<String> change, String[] webhooks) throws Exception {
        String mediaAddress = Installed.mediaAddress();
        Installed.program("livekit-server");
        Files.createDirectories(FOLDERS);
        Path folder = Files.createTempDirectory(FOLDERS, "run");
        return new Peers(folder, PeerConfig.on(mediaAddress, nodeAddress, List.of(webhooks)), change);
    }

    /** Adds livekit-sip. */
    Peers withSip() throws Exception {
        return withSip(text -> text);
    }

    /** Adds livekit-sip with its configuration changed. */
    Peers withSip(UnaryOperator<String> change) throws Exception {
        return withSip(List.of(), change);
    }

    /** The same, started by a command such as {@code env}. */
    Peers withSip(List<String> by, UnaryOperator<String> change) throws Exception {
        Path sipConfig = config.write("livekit-sip.yaml", folder);
        Files.writeString(sipConfig, change.apply(Files.readString(sipConfig)));
        String program = Installed.program("livekit-sip");
        List<String> command = new ArrayList<>(by);
        command.addAll(List.of(program, "--config", sipConfig.toString()));
        sip = started("livekit-sip", command, "SIP_HEALTH_PORT");
        return this;
    }

    PeerProcess sip() {
        return sip;
    }

    /** {@code ws://127.0.0.1:PORT}. */
    URI url() {
        return URI.create("ws://127.0.0.1:" + config.port("PORT"));
    }

    /** Where livekit-sip takes calls. */
    int sipPort() {
        return config.port("SIP_PORT");
    }

    /** The TCP port of the server's API and signalling. */
    int port() {
        return config.port("PORT");
    }

    /** The UDP port of the server's media, of all participants. */
    int mediaPort() {
        return config.port("RTC_PORT");
    }

    /** One of the ports of its configuration, such as {@code REDIS_PORT}. */
    int port(String name) {
        return config.port(name);
    }

    ApiKey key() {
        return ApiKey.of(PeerConfig.API_KEY, PeerConfig.API_SECRET);
    }

    /** A token to join {@code room} as {@code identity}. */
    String token(String room, String identity) {
        return new AccessToken()
                .identity(identity)
                .video(VideoGrant.join(room))
                .sign(key(), Instant.now())
                .reveal();
    }

    /** The server's API. */
    Twirp api() {
        return new Twirp(URI.create("http://127.0.0.1:" + config.port("PORT")), key());
    }

    /** The server's metrics page. */
    String serverMetrics() throws Exception {
        return Twirp.get("http://127.0.0.1:" + config.port("METRICS_PORT") + "/metrics");
    }

    /** The participants of a room, none when there is no such room. */
    List<JsonNode> participants(String room) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        if (rooms().contains(room)) {
            api().call("RoomService", "ListParticipants", room, Map.of("room", room))
                    .path("participants")
                    .forEach(found::add);
        }
        return found;
    }

    /** Names of all rooms. */
    List<String> rooms() throws Exception {
        List<String> names = new ArrayList<>();
        api().call("RoomService", "ListRooms", "", Map.of())
                .path("rooms")
                .forEach(room -> names.add(room.path("name").asText()));
        return names;
    }

    /** Waits for a room whose name begins with {@code prefix}; returns its name. */
    String awaitRoom(String prefix) throws Exception {
        return until(
                "a room " + prefix,
                () -> rooms().stream()
                        .filter(it -> it.startsWith(prefix))
                        .findFirst()
                        .orElse(null),
                () -> "");
    }

    void deleteRoom(String room) throws Exception {
        api().call("RoomService", "DeleteRoom", room, Map.of("room", room));
    }

    /** Takes calls to {@code number}; each gets a room of its own whose name begins with {@code prefix}. */
    void takeCalls(String number, String prefix, Map<String, ?> roomConfig) throws Exception {
        JsonNode trunk = api().call(
                        "SIP",
                        "CreateSIPInboundTrunk",
                        "",
                        Map.of("trunk", Map.of("name", "trunk " + number, "numbers", List.of(number))));
        Map<String, ?> rule = Map.of(
                "name",
                "rule " + number,
                "trunkIds",
                List.of(trunk.path("sip_trunk_id")
                        .asText(trunk.path("sipTrunkId").asText())),
                "roomConfig",
                roomConfig,
                "rule",
                Map.of("dispatchRuleIndividual", Map.of("roomPrefix", prefix)));
        api().call("SIP", "CreateSIPDispatchRule", "", Map.of("dispatchRule", rule));
    }

    /** What {@code lk ARGUMENTS} prints; fails when it fails. */
    String lk(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Installed.program("lk")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "LIVEKIT_URL",
                        url().toString(),
                        "LIVEKIT_API_KEY",
                        PeerConfig.API_KEY,
                        "LIVEKIT_API_SECRET",
                        PeerConfig.API_SECRET));
        Process lk = builder.start();
        lk.getOutputStream().close();
        String output = new String(lk.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (lk.waitFor() != 0) {
            throw new AssertionError("lk " + String.join(" ", arguments) + ":\n" + output);
        }
        return output;
    }

    /** A file of this instance's own folder. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** Asks until there is an answer; fails with {@code otherwise} when none comes in time. Safe on any thread. */
    static <T> T until(String what, Callable<T> question, Supplier<String> otherwise) throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            T answer = question.call();
            if (answer != null) {
                return answer;
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited in vain for " + what + "\n" + otherwise.get());
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Waits until it is so; fails when it does not become so in time. Safe on any thread. */
    static void untilTrue(String what, Callable<Boolean> question) throws Exception {
        until(what, () -> question.call() ? true : null, () -> "");
    }

    @Override
    public void close() {
        processes.reversed().forEach(PeerProcess::end);
    }

    private PeerProcess started(String name, List<String> command, String port) throws Exception {
        try {
            PeerProcess peer =
                    PeerProcess.start(name, command, folder.resolve(name + ".log"), () -> listens(config.port(port)));
            processes.add(peer);
            return peer;
        } catch (IOException e) {
            close();
            throw Installed.missing(name + " cannot be started: " + e.getMessage());
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }
}
