package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Utterance;
import io.earshot.tools.serve.BridgeUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sound looks like at the other end of each path between a telephone and a room, and how long it takes there. */
@Tag("peers")
@Timeout(120)
class CallPathTest {
    private static final String NUMBER = "+15550144";
    private static final double SENT_DBFS = -12.2;
    /** Far beyond what any path takes; a shared machine adds its own. */
    private static final double LONGEST_MS = 900;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"livekit-sip", "g711", "opus"})
    void shouldCarrySoundsAtTheirLevelPitchAndPace(String path) throws Exception {
        try (Peers peers = path.equals("livekit-sip") ? Peers.start().withSip() : Peers.start()) {
            peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());
            if (path.equals("livekit-sip")) {
                measure(path, peers, peers.sipPort());
            } else {
                try (BridgeUnderTest node = Nodes.gateway(peers, "gateway.track=" + path)) {
                    measure(path, peers, node.sipPort());
                }
            }
        }
    }

    private static void measure(String path, Peers peers, int port) throws Exception {
        try (TonePhone phone = new TonePhone(port, NUMBER)) {
            CompletableFuture<Double> answered = phone.dialling();
            try (PythonPeer python = PythonPeer.join(peers, peers.awaitRoom("voice-ai-call-"), "python", "0")) {
                python.await("published");
                double answerMs = answered.get();
                List<String> tones = new ArrayList<>();
                for (int hz : new int[] {300, 1_000, 3_000}) {
                    tones.add(tone(phone, python, hz));
                }
                double there = oneWayToRoom(phone, python);
                double back = oneWayToCaller(phone, python);
                speech(phone, python);
                Figures.note(
                        "%s: answered after %.0f ms; one way %.0f ms to the Python SDK's listener, %.0f ms back; %s",
                        path, answerMs, there, back, String.join(", ", tones));
                assertThat(there).isBetween(0.0, LONGEST_MS);
                assertThat(back).isBetween(0.0, LONGEST_MS);
                phone.hangUp();
                python.await("left");
            }
        }
    }

    /** A tone each way at once; returns its levels. */
    private static String tone(TonePhone phone, PythonPeer python, int hz) throws Exception {
        phone.media.tone(hz);
        python.tell("tone " + hz);
        JsonNode there = python.await(
                "heard",
                it -> Math.abs(it.path("hz").asDouble() - hz) < 4
                        && it.path("dbfs").asDouble() > SENT_DBFS - 3,
                15);
        phone.media.listen(600);
        short[] back = phone.media.listen(1_000);
        assertThat(there.path("dbfs").asDouble()).isCloseTo(SENT_DBFS, within(3.0));
        assertThat(there.path("purity").asDouble()).isGreaterThan(0.9);
        assertThat(Sound.pitch(back, ToneMedia.RATE)).isCloseTo(hz, within(4));
        assertThat(Sound.dbfs(back)).isCloseTo(SENT_DBFS, within(3.0));
        phone.media.tone(0);
        python.tell("quiet");
        return "%d Hz %.1f/%.1f dB".formatted(hz, there.path("dbfs").asDouble(), Sound.dbfs(back));
    }

    private static double oneWayToRoom(TonePhone phone, PythonPeer python) throws Exception {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TimeUnit.MILLISECONDS.sleep(600);
            python.forget("onset");
            phone.media.beep(1_000, 200);
            all.add((python.await("onset").path("at_ns").asLong() - phone.media.soundedNs()) / 1e6);
        }
        return all.stream().sorted().toList().get(2);
    }

    private static double oneWayToCaller(TonePhone phone, PythonPeer python) throws Exception {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TimeUnit.MILLISECONDS.sleep(600);
            python.forget("sounding");
            phone.media.forgetOnsets();
            python.tell("beep 1000 200");
            long sounded = python.await("sounding").path("at_ns").asLong();
            all.add((phone.media.awaitOnsetNs(10) - sounded) / 1e6);
        }
        return all.stream().sorted().toList().get(2);
    }

    /** Speech takes as long at the other end as at this one: nothing is stretched, cut or at another rate. */
    private static void speech(TonePhone phone, PythonPeer python) throws Exception {
        Utterance phrase = Phrases.recorded("opening-hours", new Cue.Turn());
        short[] samples = new short[phrase.pcm().length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) ((phrase.pcm()[2 * i] + phrase.pcm()[2 * i + 1]) / 2);
        }
        TimeUnit.MILLISECONDS.sleep(600);
        phone.media.forgetOnsets();
        python.forget("heard");
        phone.media.say(samples);
        double loudest = -96;
        for (int second = 0; second < 3; second++) {
            loudest = Math.max(
                    loudest, python.await("heard", _ -> true, 5).path("dbfs").asDouble());
        }
        assertThat(loudest).isCloseTo(Sound.dbfs(samples), within(6.0));
    }

    @Test
    void shouldServeSippThroughLiveKitSipOnAWebhookAndLeaveNothing() throws Exception {
        int port = 18_090;
        try (Peers peers = Peers.start("http://127.0.0.1:" + port + "/webhooks/livekit")
                        .withSip();
                BridgeUnderTest node =
                        Nodes.node(peers, "livekit.room.start=webhook", "livekit.webhook.port=" + port)) {
            peers.takeCalls(NUMBER, "voice-ai-call-", Map.of());

            sipp(peers);

            Peers.untilTrue("an empty server", () -> peers.rooms().isEmpty());
            Peers.untilTrue("no call", () -> node.bridge.calls() == 0);
            assertThat(node.metric("earshot_room_agents_total", "outcome=\"served\""))
                    .isEqualTo(3);
        }
    }

    /** Three calls of SIPp's own caller, which sends what it hears back, and hangs up. */
    private static void sipp(Peers peers) throws Exception {
        Path log = peers.file("sipp.log");
        List<String> command = new ArrayList<>(List.of("sipp", "-sn", "uac", "-s", NUMBER, "-i", "127.0.0.1"));
        command.addAll(List.of("-rtp_echo", "-d", "4000", "-m", "3", "-r", "1", "-nostdin", "-timeout", "40"));
        command.add("127.0.0.1:" + peers.sipPort());
        Process sipp;
        try {
            sipp = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw Installed.missing("SIPp cannot be started: " + e.getMessage());
        }
        try {
            boolean done = sipp.waitFor(60, TimeUnit.SECONDS);
            assertThat(done && sipp.exitValue() == 0)
                    .as(java.nio.file.Files.readString(log))
                    .isTrue();
        } finally {
            sipp.destroyForcibly();
        }
    }
}
