package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges behind a real Kamailio with the deployment's own configuration. */
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class ProxiedBridgesTest {
    private static final Path CONFIG =
            Path.of("../sip-bridge/deploy/kamailio/kamailio.cfg").toAbsolutePath();
    private static final int TRIES = 20;

    @TempDir
    Path directory;

    @Test
    void shouldMoveNewCallsFromABridgeThatDrainsAndLeaveItsCallsAlone() throws Exception {
        int port = freePort();
        try (BridgeUnderTest one = BridgeUnderTest.start();
                BridgeUnderTest two = BridgeUnderTest.start();
                Proxy proxy = new Proxy(port, one, two)) {
            awaitAnswered(one, port);
            CompletableFuture<CallOutcome> running = one.place(plan(port, "opening-hours"));
            BridgeUnderTest.untilTrue("the call runs", () -> one.bridge.calls() + two.bridge.calls() == 1);
            BridgeUnderTest draining = one.bridge.calls() == 1 ? one : two;
            CompletableFuture<Integer> forced = drain(draining);
            BridgeUnderTest.untilTrue(
                    "it drains", () -> draining.get("/health/ready").contains("draining"));

            for (int i = 0; i < 3; i++) {
                assertThat(status(one, port)).as("call %d", i).isEqualTo(200);
            }
            assertThat(running.get(60, TimeUnit.SECONDS).turns()).hasSize(1);
            assertThat(forced.get(60, TimeUnit.SECONDS)).isZero();
            assertThat(draining.metric("earshot_drain_calls_total", "outcome=\"finished\""))
                    .isEqualTo(1);
            awaitTakenOut(draining, one, port);
        }
    }

    /** Until calls go through without the bridge that drains being asked: its OPTIONS took it out. */
    private static void awaitTakenOut(BridgeUnderTest draining, BridgeUnderTest phone, int port) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            double before = draining.metric("earshot_calls_refused_total");
            for (int call = 0; call < 2; call++) {
                assertThat(status(phone, port)).isEqualTo(200);
            }
            if (draining.metric("earshot_calls_refused_total") == before) {
                return;
            }
        }
        throw new AssertionError("the proxy still asks the bridge that drains");
    }

    private static void awaitAnswered(BridgeUnderTest phone, int port) throws Exception {
        BridgeUnderTest.untilTrue("a call through the proxy", () -> status(phone, port) == 200);
    }

    private static int status(BridgeUnderTest phone, int port) throws IOException {
        return phone.call(plan(port, "stop-please").lasting(Duration.ofSeconds(1)))
                .status();
    }

    private static CallPlan plan(int port, String phrase) throws IOException {
        return CallPlan.to("sip:agent@127.0.0.1:" + port, List.of(Phrases.recorded(phrase, new Cue.Turn())))
                .lasting(Duration.ofSeconds(40));
    }

    private static CompletableFuture<Integer> drain(BridgeUnderTest bridge) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return bridge.bridge.drain(Duration.ofSeconds(60));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A Kamailio of our own. */
    private final class Proxy implements AutoCloseable {
        private final Process process;

        Proxy(int port, BridgeUnderTest... bridges) throws IOException {
            StringBuilder list = new StringBuilder();
            for (BridgeUnderTest bridge : bridges) {
                list.append("1 sip:127.0.0.1:").append(bridge.sipPort()).append(" 0 0\n");
            }
            Path destinations = Files.writeString(directory.resolve("dispatcher.list"), list);
            Path sbin = Path.of("/usr/sbin/kamailio");
            process = start(List.of(
                    Files.exists(sbin) ? sbin.toString() : "kamailio",
                    "-DD",
                    "-f",
                    CONFIG.toString(),
                    "-Y",
                    directory.toString(),
                    "-A",
                    "LISTEN=udp:127.0.0.1:" + port,
                    "-A",
                    "DISPATCHERS=\"" + destinations + "\""));
        }

        private Process start(List<String> command) {
            try {
                return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("kamailio.log").toFile())
                        .start();
            } catch (IOException missing) {
                throw new AssertionError("kamailio is missing: apt-get install kamailio (.ci/run does so)", missing);
            }
        }

        @Override
        public void close() throws InterruptedException {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }
}
