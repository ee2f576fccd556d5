package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ways of media that a firewall closes, and a livekit-server whose STUN tells who we are. */
@Tag("peers")
@Timeout(120)
class DoctorMediaPeersTest {
    private static Peers peers;
    private static int tcpPort;
    private static int stunPort;

    @BeforeAll
    static void start() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(Installed.mediaAddress()));
                DatagramSocket stun = new DatagramSocket(0, InetAddress.getByName(Installed.mediaAddress()))) {
            tcpPort = socket.getLocalPort();
            stunPort = stun.getLocalPort();
        }
        peers = Peers.start(text -> text.replace("tcp_port: 0", "tcp_port: " + tcpPort)
                + "turn: {enabled: true, udp_port: " + stunPort + "}\n");
    }

    @AfterAll
    static void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void shouldTellTcpThatIsFilteredFromUdp() throws Exception {
        try (Filter _ = new Filter("tcp", tcpPort)) {
            DoctorVisit visit = rooms();

            assertThat(visit.status("room")).isEqualTo("ok");
            assertThat(visit.status("room-tcp")).isEqualTo("warning");
            assertThat(visit.findings())
                    .singleElement()
                    .asString()
                    .contains("for media over TCP", Installed.mediaAddress() + ":" + tcpPort, "rtc.tcp_port");
            assertThat(visit.exitCode()).isZero();
        }
    }

    @Test
    void shouldTellUdpThatIsFilteredFromTcp() throws Exception {
        try (Filter _ = new Filter("udp", peers.mediaPort())) {
            DoctorVisit visit = rooms();

            assertThat(visit.findings())
                    .singleElement()
                    .asString()
                    .contains("UDP does not pass", Installed.mediaAddress() + ":" + peers.mediaPort(), "rtc.udp_port");
            assertThat(visit.measured("room-tcp")).contains("audio goes by TCP meanwhile");
            assertThat(visit.exitCode()).isEqualTo(74);
        }
    }

    @Test
    void shouldLearnItsAddressFromARealStunServer() throws Exception {
        String here = Installed.mediaAddress();
        DoctorVisit right = addresses(stunPort, here);
        DoctorVisit inner = addresses(stunPort, "10.0.0.5");
        DoctorVisit other = addresses(stunPort, "198.51.100.7");
        DoctorVisit nobody = addresses(9, here);

        assertThat(right.findings()).isEmpty();
        assertThat(right.measured("addresses")).contains("seen from outside as " + here);
        assertThat(inner.findings())
                .singleElement()
                .asString()
                .contains("the inner address 10.0.0.5", "seen as " + here, "it does not hear them");
        assertThat(other.findings()).singleElement().asString().contains("send audio to 198.51.100.7");
        assertThat(nobody.findings()).singleElement().asString().contains("does not tell our address");
    }

    private static DoctorVisit rooms() throws Exception {
        DoctorVisit visit = DoctorVisit.to(peers, Map.of(), "--only", "room,room-tcp");
        for (JsonNode check : visit.report().path("checks")) {
            Figures.note(
                    "doctor, filtered: %s in %d ms",
                    check.path("name").asText(), check.path("tookMs").asInt());
        }
        return visit;
    }

    private static DoctorVisit addresses(int port, String advertised) throws Exception {
        return DoctorVisit.alone(
                Map.of(),
                InstantSource.system(),
                "--only",
                "addresses",
                "--stun=" + Installed.mediaAddress() + ":" + port,
                "--set",
                "sip.host=" + Installed.mediaAddress(),
                "--set",
                "media.host=" + Installed.mediaAddress(),
                "--set",
                "media.advertised_host=" + advertised);
    }
}
