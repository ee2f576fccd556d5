package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The peers by themselves: what the other tests take for granted, and the path that the gateway is compared with. */
@Tag("peers")
@Timeout(90)
class PeersTest {
    private static final double SENT_DBFS = -12.2;
    private static Peers peers;

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
    void shouldCarryAToneBetweenPythonParticipants() throws Exception {
        try (PythonPeer speaker = PythonPeer.join(peers, "pair", "speaker", "600");
                PythonPeer listener = PythonPeer.join(peers, "pair", "listener", "-")) {
            speaker.await("published");

            JsonNode heard = listener.await("heard", it -> it.path("dbfs").asDouble() > -20, 20);

            assertThat(heard.path("hz").asDouble()).isCloseTo(600, within(3.0));
            assertThat(heard.path("dbfs").asDouble()).isCloseTo(SENT_DBFS, within(2.0));
        }
    }

    @Test
    void shouldCarryACallThroughLiveKitSipIntoARoomAndBack() throws Exception {
        peers.takeCalls("+15550100", "baseline-", Map.of());
        try (TonePhone phone = new TonePhone(peers.sipPort(), "+15550100").from("+15550101")) {
            phone.media.tone(440);
            CompletableFuture<Double> answered = phone.dialling();
            String room = peers.awaitRoom("baseline-");
            try (PythonPeer agent = PythonPeer.join(peers, room, "agent", "700")) {
                JsonNode heard = agent.await("heard", it -> it.path("dbfs").asDouble() > -20, 20);
                assertThat(heard.path("identity").asText()).isEqualTo("sip_+15550101");
                assertThat(heard.path("hz").asDouble()).isCloseTo(440, within(3.0));
                assertThat(heard.path("dbfs").asDouble()).isCloseTo(SENT_DBFS, within(2.0));

                assertThat(answered.get()).isLessThan(10_000);
                phone.media.awaitOnsetNs(10);
                short[] back = phone.media.listen(1_000);
                assertThat(Sound.pitch(back, ToneMedia.RATE)).isCloseTo(700, within(4));
                assertThat(Sound.dbfs(back)).isCloseTo(SENT_DBFS, within(2.0));
                phone.hangUp();
                agent.await("left");
            }
        }
    }

    @Test
    void shouldCarryTonesBetweenABrowserAndAPythonParticipant() throws Exception {
        try (PythonPeer python = PythonPeer.join(peers, "page", "python", "500");
                BrowserPeer browser = BrowserPeer.join(peers, "page", "browser", 900)) {
            JsonNode there = browser.await("heard", PeersTest::asLoudAsSent, 20);
            assertThat(there.path("hz").asDouble()).isCloseTo(500, within(4.0));

            JsonNode here = python.await("heard", PeersTest::asLoudAsSent, 20);
            assertThat(here.path("hz").asDouble()).isCloseTo(900, within(4.0));
        }
    }

    @Test
    void shouldBeSeenByLk() throws Exception {
        peers.takeCalls("+15550177", "lk-", Map.of());

        assertThat(peers.lk("sip", "inbound", "list", "--json")).contains("+15550177");
        assertThat(peers.lk("sip", "dispatch", "list", "--json")).contains("lk-");
    }

    @Test
    void shouldLeaveNothingToReachOutsideTheNamespace() throws Exception {
        List<String> names = java.util.Collections.list(java.net.NetworkInterface.getNetworkInterfaces()).stream()
                .map(java.net.NetworkInterface::getName)
                .toList();

        assertThat(names).containsExactlyInAnyOrder("lo", "peers0");
    }

    private static boolean asLoudAsSent(JsonNode heard) {
        return Math.abs(heard.path("dbfs").asDouble() - SENT_DBFS) < 2;
    }
}
