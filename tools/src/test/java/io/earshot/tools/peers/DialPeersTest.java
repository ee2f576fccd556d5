package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.tools.CommandRun;
import io.earshot.tools.call.EchoAgent;
import io.earshot.tools.serve.BridgeUnderTest;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge dials through a Kamailio that asks for a proof of each request and takes each count of a nonce once. */
@Tag("peers")
@Timeout(120)
class DialPeersTest {
    private static final String PASSWORD = "open sesame";
    private static final Path TRUNK = Path.of("src/test/kamailio/trunk.cfg").toAbsolutePath();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "MD5"})
    void shouldHoldACallThroughAProxyThatAsksForProofs(String algorithm) throws Exception {
        int port = freePort();
        try (EchoAgent callee = new EchoAgent(0, true);
                PeerProcess proxy = kamailio(algorithm, port, callee.uri());
                BridgeUnderTest bridge = bridge(port, PASSWORD)) {
            String printed = dial(bridge);
            String id = id(printed);
            Peers.untilTrue("the agent's words, and audio back", () -> talked(bridge, id));
            assertThat(CommandRun.of("dial", "--url", url(bridge), "--hang-up", id))
                    .contains("exit code 0");
            JsonNode call = ended(bridge, id);
            assertThat(call.path("end").path("sipStatus").asInt()).isEqualTo(200);
            assertThat(call.path("direction").asText()).isEqualTo("outbound");
            assertThat(call.path("quality").path("received").path("lost").asInt())
                    .isZero();
            Peers.untilTrue("the proof of the BYE", () -> proxy.log().contains("proved BYE"));
            assertThat(count(proxy.log(), "challenge INVITE")).isEqualTo(1);
            assertThat(count(proxy.log(), "proved INVITE with " + algorithm)).isEqualTo(1);
            assertThat(proxy.log()).doesNotContain("challenge BYE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "MD5"})
    void shouldTryAWrongPasswordOnceAndSaySo(String algorithm) throws Exception {
        int port = freePort();
        try (EchoAgent callee = new EchoAgent(0, true);
                PeerProcess proxy = kamailio(algorithm, port, callee.uri());
                BridgeUnderTest bridge = bridge(port, "guess")) {
            String printed = CommandRun.of("dial", "--url", url(bridge), "--to", "+15550100", "--wait");
            assertThat(printed)
                    .contains("trunk unproved (the trunk refuses this user and password), SIP 407")
                    .contains("exit code 1");
            assertThat(count(proxy.log(), "challenge INVITE")).isEqualTo(2);
            assertThat(proxy.log()).doesNotContain("proved");
        }
    }

    private static String dial(BridgeUnderTest bridge) {
        String printed = CommandRun.of("dial", "--url", url(bridge), "--to", "+15550100");
        assertThat(printed).contains("dialing +15550100 by carrier", "exit code 0");
        return printed;
    }

    private static String id(String printed) {
        Matcher id = Pattern.compile("EC_\\w+").matcher(printed);
        assertThat(id.find()).isTrue();
        return id.group();
    }

    private static boolean talked(BridgeUnderTest bridge, String id) throws Exception {
        JsonNode call = record(bridge, id);
        return call.path("state").asText().equals("answered")
                && call.path("quality").path("received").path("packets").asInt() > 50
                && call.path("transcript").toString().contains("\"agent\"");
    }

    private static JsonNode ended(BridgeUnderTest bridge, String id) throws Exception {
        Peers.untilTrue(
                "the end", () -> record(bridge, id).path("state").asText().equals("ended"));
        return record(bridge, id);
    }

    private static JsonNode record(BridgeUnderTest bridge, String id) throws Exception {
        return new ObjectMapper().readTree(bridge.get("/v1/calls/" + id));
    }

    private static String url(BridgeUnderTest bridge) {
        return "http://127.0.0.1:" + bridge.bridge.httpAddress().getPort();
    }

    private static BridgeUnderTest bridge(int port, String password) throws Exception {
        return BridgeUnderTest.start("outbound.trunks=[{name: carrier, address: '127.0.0.1:" + port
                + "', numbers: ['+15550199'], username: earshot, password: '" + password + "', realm: carrier}]");
    }

    private PeerProcess kamailio(String algorithm, int port, String callee) throws Exception {
        Path program = Path.of("/usr/sbin/kamailio");
        if (!Files.exists(program)) {
            throw Installed.missing("kamailio is not installed (apt-get install kamailio)");
        }
        String words = Files.readString(TRUNK)
                .replace("PORT_HERE", Integer.toString(port))
                .replace("ALGORITHM_HERE", algorithm)
                .replace("CALLEE_HERE", callee);
        Path config = Files.writeString(folder.resolve("trunk.cfg"), words);
        Path pid = folder.resolve("trunk.pid");
        return PeerProcess.start(
                "kamailio",
                List.of(
                        program.toString(),
                        "-f",
                        config.toString(),
                        "-DD",
                        "-E",
                        "-P",
                        pid.toString(),
                        "-Y",
                        folder.toString()),
                folder.resolve("kamailio.log"),
                () -> answers(port));
    }

    private static boolean answers(int port) {
        return CommandRun.of("doctor", "--only", "trunks", "--trunk", "127.0.0.1:" + port)
                .contains("200 OK");
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static long count(String log, String words) {
        return log.lines().filter(line -> line.contains(words)).count();
    }
}
