package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.serve.BridgeUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The deployment's examples for LiveKit as they are, on the ports that they name: the real programs, and a call through them. */
@Tag("peers")
@Timeout(120)
class LiveKitExamplesTest {
    private static final Path EXAMPLES = Path.of("../sip-bridge/deploy/livekit").toAbsolutePath();
    private static final int REDIS = 6379;
    private static final int SERVER = 7880;
    private static final int SIP = 5060;
    private static final int HTTP = 8080;

    @TempDir
    Path directory;

    @Test
    void shouldCarryACallFromLiveKitSipToTheAgentWithTheExamplesAsTheyAre() throws Exception {
        Installed.mediaAddress();
        try (PeerProcess redis = peer("redis", REDIS, "redis-server", "--bind", "127.0.0.1", "--save", "");
                PeerProcess server =
                        peer("livekit-server", SERVER, Installed.program("livekit-server"), config("livekit"));
                PeerProcess sip = peer("livekit-sip", SIP, Installed.program("livekit-sip"), config("livekit-sip"));
                BridgeUnderTest bridge = bridge();
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            assertThat(lk("inbound", "inbound-trunk.json")).contains("SIPTrunkID");
            assertThat(lk("dispatch", "dispatch-rule.json")).contains("SIPDispatchRuleID");

            CallOutcome call = phone.call(plan(), CallWatcher.NONE);

            assertThat(call.turns()).hasSize(1).allMatch(turn -> turn.answerMs() != null);
            Peers.untilTrue("the agent's leaving", () -> bridge.metric("earshot_room_agents_total", "served") == 1);
            assertThat(List.of(redis.alive(), server.alive(), sip.alive())).containsOnly(true);
        }
    }

    private PeerProcess peer(String name, int port, String... command) throws Exception {
        return PeerProcess.start(name, List.of(command), directory.resolve(name + ".log"), () -> listens(port));
    }

    private static String config(String name) {
        return "--config=" + EXAMPLES.resolve(name + ".yaml");
    }

    /** Simulated vendors, and what the example says; its SIP ports stay the system's choice. */
    private static BridgeUnderTest bridge() throws Exception {
        return BridgeUnderTest.start(
                "http.port=" + HTTP,
                "livekit.url=" + example("url"),
                "livekit.api_key=" + example("api_key"),
                "livekit.api_secret=" + example("api_secret"),
                "livekit.allow_plain=" + example("allow_plain"),
                "livekit.room.start=" + example("start"));
    }

    private static String example(String key) throws IOException {
        Matcher value = Pattern.compile("(?m)^ +" + key + ": *(\\S+)$")
                .matcher(Files.readString(EXAMPLES.resolve("earshot-room.yaml")));
        assertThat(value.find()).as(key).isTrue();
        return value.group(1);
    }

    private static String lk(String kind, String file) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Installed.program("lk"),
                        "sip",
                        kind,
                        "create",
                        EXAMPLES.resolve(file).toString())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "LIVEKIT_URL", example("url"),
                        "LIVEKIT_API_KEY", example("api_key"),
                        "LIVEKIT_API_SECRET", example("api_secret")));
        Process lk = builder.start();
        lk.getOutputStream().close();
        return new String(lk.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static CallPlan plan() throws Exception {
        return CallPlan.to("sip:+15550100@127.0.0.1:" + SIP, List.of(Phrases.recorded("opening-hours", new Cue.Turn())))
                .lasting(Duration.ofSeconds(45));
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        }
    }
}
