package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which LiveKit's Redis does not let it in, made with a real one. */
@Tag("peers")
@Timeout(60)
class DoctorRedisPeersTest {
    @TempDir
    private Path folder;

    private PeerProcess redis;
    private int port;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path conf = Files.writeString(folder.resolve("redis.conf"), """
                bind 127.0.0.1
                port %d
                save ""
                dir %s
                requirepass right-password
                user reader on >reader-password +ping resetchannels
                """.formatted(port, folder));
        redis = PeerProcess.start(
                "redis", List.of("redis-server", conf.toString()), folder.resolve("redis.log"), () -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        return socket.isConnected();
                    }
                });
    }

    @AfterEach
    void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void shouldTellWhyRedisLetsNobodyIn() throws Exception {
        named(visit("redis: {address: '127.0.0.1:%d'}"), "wants a password, and none is configured");
        named(visit("redis: {address: '127.0.0.1:%d', password: canary}"), "refuses user and password");
        named(
                visit("redis: {address: '127.0.0.1:%d', username: reader, password: reader-password}"),
                "forbids it what LiveKit needs");
        named(
                visit("redis: {address: '127.0.0.1:%d', password: right-password, use_tls: true}"),
                "is asked under TLS",
                "speaks none");
        named(visit("redis: {address: '127.0.0.1:%d', password: right-password, db: 99}"), "has no database 99");
        named(visit("redis: {address: '127.0.0.1:9', password: right-password}"), "accepts no connections");
        named(visit("redis: {address: 'redis.invalid:6379'}"), "does not resolve");
    }

    @Test
    void shouldSeeThatNoServerListens() throws Exception {
        named(
                visit("redis: {address: '127.0.0.1:%d', password: right-password}"),
                "no livekit-server listens on the Redis of livekit-sip",
                "no key fault");
    }

    private static void named(DoctorVisit visit, String... words) {
        assertThat(visit.findings())
                .singleElement()
                .asString()
                .contains(words)
                .doesNotContain("canary", "right-password");
        assertThat(visit.exitCode()).isEqualTo(76);
    }

    private DoctorVisit visit(String redisSection) throws Exception {
        Path yaml = Files.writeString(folder.resolve("livekit-sip.yaml"), redisSection.formatted(port) + "\n");
        return DoctorVisit.alone(Map.of(), InstantSource.system(), "--only", "redis", "--livekit-sip-config=" + yaml);
    }
}
