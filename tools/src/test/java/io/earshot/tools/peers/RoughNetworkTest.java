package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.media.codec.AudioCodec;
import io.earshot.tools.serve.BridgeUnderTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of audio and calls when packets are lost and late, and when the server is killed under a call. */
@Tag("peers")
@Timeout(120)
class RoughNetworkTest {
    private static final String LINK = "192.0.2.2";
    private static final String NUMBER = "+15550100";

    @ParameterizedTest(name = "{0} % loss, {1} ms jitter")
    @CsvSource({"5, 0, OPUS", "20, 0, OPUS", "0, 100, OPUS", "5, 0, PCMU"})
    void shouldKeepAToneThroughLossAndJitter(int percent, int jitterMs, AudioCodec codec) throws Exception {
        InetAddress link = InetAddress.getByName(LINK);
        try (Peers peers = Peers.start(link);
                LossyLink lossy = link(peers);
                OurParticipant ours = OurParticipant.join(peers, "rough", "ours", codec, 440);
                OurParticipant others = OurParticipant.join(peers, "rough", "others", codec, 700)) {
            ours.awaitTold("track others");
            others.awaitTold("track ours");
            lossy.lose(percent / 100.0);
            lossy.jitter(jitterMs);
            ours.listen(1_000);

            short[] here = ours.listen(4_000);
            short[] there = others.listen(1_000);

            Figures.note(
                    "%d %% loss, %d ms jitter, %s: %.1f dB, %.2f of the power at the tone; rated %s; link %d passed, %d lost",
                    percent,
                    jitterMs,
                    codec,
                    Sound.dbfs(here),
                    Sound.share(here, 16_000, 700),
                    ours.quality().rated(),
                    lossy.passed(),
                    lossy.lost());
            assertThat(lossy.passed()).as("packets by way of the link").isGreaterThan(300);
            assertThat(Sound.pitch(here, 16_000)).isCloseTo(700, within(4));
            assertThat(Sound.pitch(there, 16_000)).isCloseTo(440, within(4));
            assertThat(Sound.dbfs(here)).isCloseTo(-12.2, within(3.0));
        }
    }

    @Test
    void shouldKeepACallOfTheGatewayWhileTheServerIsStartedAgain() throws Exception {
        try (Peers peers = Peers.start()) {
            peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
            try (BridgeUnderTest node = Nodes.gateway(peers);
                    TonePhone phone = new TonePhone(node.sipPort(), NUMBER)) {
                phone.media.tone(440);
                phone.dial();
                String room = peers.awaitRoom("voice-ai-call-");
                String before = Peers.until("the caller in the room", () -> sidOfCaller(peers, room), () -> "");

                peers.server.kill();
                peers.server.begin();
                peers.server.awaitReady();

                // For some seconds Redis still tells of the room as the killed server left it.
                Peers.untilTrue("the caller's return", () -> {
                    String now = sidOfCaller(peers, room);
                    return now != null && !now.equals(before);
                });
                assertThat(phone.up()).isTrue();
                try (PythonPeer python = PythonPeer.join(peers, room, "python", "700")) {
                    JsonNode heard = python.await("heard", it -> it.path("dbfs").asDouble() > -20, 20);
                    assertThat(heard.path("hz").asDouble()).isCloseTo(440, within(3.0));
                }
                phone.hangUp();
            }
        }
    }

    private static String sidOfCaller(Peers peers, String room) throws Exception {
        return peers.participants(room).stream()
                .map(participant -> participant.path("sid").asText())
                .findFirst()
                .orElse(null);
    }

    private static LossyLink link(Peers peers) throws Exception {
        return new LossyLink(
                new InetSocketAddress(LINK, peers.mediaPort()),
                new InetSocketAddress(Installed.mediaAddress(), peers.mediaPort()));
    }
}
