package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which a trunk, a registrar or the bridge's own ports are wrong, and what the doctor says about it; livekit-sip and SIPp are the others. */
@Tag("peers")
@Timeout(120)
class DoctorTelephonyPeersTest {
    private static final Path SCENARIOS = Path.of("src/test/sipp").toAbsolutePath();

    private static Peers peers;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start().withSip();
    }

    @AfterAll
    static void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void shouldAskLiveKitsOutboundTrunks() throws Exception {
        outbound("dead", "127.0.0.1:9");
        outbound("alive", "127.0.0.1:" + peers.sipPort());

        DoctorVisit visit = DoctorVisit.to(peers, Map.of(), "--only", "livekit-sip-service,trunks");

        assertThat(visit.measured("trunks")).contains(peers.sipPort() + " over UDP: 200 OK");
        named(visit, 65, "LiveKit's outbound trunk dead (127.0.0.1:9 over UDP)", "nothing accepts SIP");
    }

    @Test
    void shouldTellATrunkByItsAnswer() throws Exception {
        int port = freePort();
        try (PeerProcess _ = sipp("options", port, "t1")) {
            named(trunk("127.0.0.1:" + port), 65, "does over tcp", "the transport is wrong");
            assertThat(trunk("127.0.0.1:" + port + ";transport=tcp").findings()).isEmpty();
        }
        int strange = freePort();
        try (PeerProcess _ = sipp("stranger", strange, "t1")) {
            DoctorVisit visit = trunk("127.0.0.1:" + strange + ";transport=tcp");
            assertThat(visit.findings()).singleElement().asString().contains("does not know this machine's address");
            assertThat(visit.exitCode()).isZero();
        }
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            named(trunk("127.0.0.1:" + silent.getLocalPort()), 65, "does not answer OPTIONS");
        }
        named(trunk("trunk.invalid"), 65, "does not resolve");
    }

    @Test
    void shouldNameATrunkWithoutTls() throws Exception {
        // livekit-sip speaks UDP and TCP here, no TLS.
        named(trunk("127.0.0.1:" + peers.sipPort() + ";transport=tls"), 65, "the transport is wrong");
    }

    @Test
    void shouldRegisterWithTheRightPasswordAlone() throws Exception {
        int port = freePort();
        try (PeerProcess _ = sipp("registrar", port, "t1")) {
            String account = "sip:1001@127.0.0.1:" + port + ";transport=tcp";
            DoctorVisit right = register(account, "right-password");
            DoctorVisit wrong = register(account, "canary-password");

            assertThat(right.findings()).isEmpty();
            assertThat(right.measured("registration")).contains("401", "MD5", "then 200");
            named(wrong, 77, "forbids user 1001", "wrong password");
            assertThat(wrong.text()).doesNotContain("canary");
        }
        named(register("sip:1001@127.0.0.1:" + peers.sipPort(), "p"), 65, "is no registrar (405");
        named(register("sip:1001@127.0.0.1:9", "p"), 65, "nothing accepts SIP at the registrar");
    }

    @Test
    void shouldSeeThatAnotherProgramHasTheBridgesPort() throws Exception {
        DoctorVisit visit = alone("--only", "call", "--set", "sip.udp_port=" + peers.sipPort());

        named(visit, 78, "another program answers SIP", "livekit-sip wants 5060 as well");
    }

    private void outbound(String name, String address) throws Exception {
        Map<String, ?> trunk = Map.of("name", name, "address", address, "numbers", List.of("+15550100"));
        peers.api().call("SIP", "CreateSIPOutboundTrunk", "", Map.of("trunk", trunk));
    }

    private static void named(DoctorVisit visit, int exitCode, String... words) {
        assertThat(visit.findings()).singleElement().asString().contains(words);
        assertThat(visit.exitCode()).isEqualTo(exitCode);
    }

    private static DoctorVisit trunk(String address) throws Exception {
        return alone("--only", "trunks", "--trunk", address);
    }

    private static DoctorVisit register(String account, String password) throws Exception {
        return DoctorVisit.alone(
                Map.of("EARSHOT_SIP_PASSWORD", password),
                InstantSource.system(),
                "--only",
                "registration",
                "--register",
                account);
    }

    private static DoctorVisit alone(String... arguments) throws Exception {
        return DoctorVisit.alone(Map.of(), InstantSource.system(), arguments);
    }

    /** SIPp as a server by a scenario of ours. */
    private PeerProcess sipp(String scenario, int port, String transport) throws Exception {
        List<String> command = List.of(
                "sipp",
                "-sf",
                SCENARIOS.resolve(scenario + ".xml").toString(),
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-t",
                transport,
                "-nostdin",
                "-timeout",
                "60");
        Path log = Files.createTempFile(folder, scenario, ".log");
        try {
            return PeerProcess.start("sipp", command, log, () -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    return socket.isConnected();
                }
            });
        } catch (IOException e) {
            throw Installed.missing("sipp (Debian package sip-tester): " + e.getMessage());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
