package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.livekit.data.RpcAnswer;
import io.earshot.livekit.data.RpcError;
import io.earshot.livekit.data.StreamOptions;
import io.earshot.livekit.transcription.AgentActivity;
import io.earshot.livekit.transcription.TranscriptSegment;
import io.earshot.media.codec.AudioCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts, transcriptions and calls of Earshot's participant, with LiveKit's own SDKs at the other end of the real server. */
@Tag("peers")
@Timeout(90)
class RoomTextTest {
    private static Peers peers;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
    }

    @AfterAll
    static void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void shouldExchangeTextsWithThePythonSdk() throws Exception {
        try (OurParticipant ours = OurParticipant.join(peers, "texts", "ours", AudioCodec.OPUS, 0);
                PythonPeer theirs = PythonPeer.join(peers, "texts", "theirs", "-")) {
            ours.awaitTold("came theirs");
            theirs.tell("text lk.chat hello from python");
            ours.awaitTold("text theirs lk.chat hello from python");

            String longText = "grüß dich, 世界! ".repeat(3_000);
            Peers.untilTrue("our text", () -> ours.inRoom(room -> room.sendText(StreamOptions.of("proof"), longText)));
            JsonNode heard = theirs.await("text");
            assertThat(heard.path("text").asText()).isEqualTo(longText);
            assertThat(heard.path("identity").asText()).isEqualTo("ours");
        }
    }

    @Test
    void shouldCallAndBeCalledByThePythonSdk() throws Exception {
        try (OurParticipant ours = OurParticipant.join(peers, "calls", "ours", AudioCodec.OPUS, 0);
                PythonPeer theirs = PythonPeer.join(peers, "calls", "theirs", "-")) {
            ours.awaitTold("came theirs");
            ours.inRoom(room -> {
                room.onRpc("shout", call -> call.reply(call.caller() + ": " + call.payload() + "!"));
                return true;
            });
            theirs.tell("rpc ours shout hey");
            assertThat(theirs.await("rpc_answer").path("text").asText()).isEqualTo("theirs: hey!");

            assertThat(call(ours, "proof", "question")).isEqualTo("answer to question");
            assertThat(call(ours, "nothing", "")).isEqualTo("error 1400");
        }
    }

    @Test
    void shouldShowWhatTheCallerAndTheAgentSay() throws Exception {
        try (OurParticipant ours = OurParticipant.join(peers, "captions", "agent-1", AudioCodec.OPUS, 0);
                PythonPeer caller = PythonPeer.join(peers, "captions", "caller", "440");
                BrowserPeer viewer = BrowserPeer.join(peers, "captions", "viewer", 0)) {
            ours.awaitTold("came viewer");
            ours.inRoom(room -> room.setAttributes(AgentActivity.THINKING.attributes()));
            JsonNode changed = caller.await("attributes");
            assertThat(changed.path("attributes").path("lk.agent.state").asText())
                    .isEqualTo("thinking");

            ours.inRoom(room -> room.transcripts().line("caller", "TR_theirs", "What are your hours?"));
            for (JsonNode shown : List.of(caller.await("text"), viewer.await("text", _ -> true, 20))) {
                assertThat(shown.path("identity").asText()).isEqualTo("caller");
                assertThat(shown.path("text").asText()).isEqualTo("What are your hours?");
                assertThat(shown.path("attributes")
                                .path("lk.transcription_final")
                                .asText())
                        .isEqualTo("true");
            }

            ours.inRoom(room -> {
                TranscriptSegment segment = room.transcripts().begin("agent-1", "TR_ours");
                return segment.append("From nine ") && segment.append("to five.") && segment.end();
            });
            JsonNode said = viewer.await("text", _ -> true, 20);
            assertThat(said.path("identity").asText()).isEqualTo("agent-1");
            assertThat(said.path("text").asText()).isEqualTo("From nine to five.");
            assertThat(said.path("attributes").path("lk.transcribed_track_id").asText())
                    .isEqualTo("TR_ours");
        }
    }

    @Test
    void shouldDeliverKeysAndTextsOnceAndInOrderThoughAFifthIsLost() throws Exception {
        InetAddress link = InetAddress.getByName("192.0.2.2");
        try (Peers own = Peers.start(link);
                LossyLink lossy = new LossyLink(
                        new InetSocketAddress(link, own.mediaPort()),
                        new InetSocketAddress(Installed.mediaAddress(), own.mediaPort()));
                OurParticipant caller = OurParticipant.join(own, "lossy", "caller", AudioCodec.PCMU, 0);
                OurParticipant agent = OurParticipant.join(own, "lossy", "agent", AudioCodec.PCMU, 0)) {
            agent.awaitTold("came caller");
            lossy.lose(0.2);
            String keys = "0123456789*#";
            caller.inRoom(room -> keys.chars().allMatch(key -> room.sendDtmf((char) key)));
            caller.inRoom(room -> room.sendText(StreamOptions.of("proof"), "x".repeat(5_000)));
            agent.awaitTold("text caller proof xxxx");

            assertThat(lossy.lost()).isPositive();
            assertThat(agent.told.stream().filter(it -> it.startsWith("dtmf")))
                    .containsExactlyElementsOf(keys.chars()
                            .mapToObj(key -> "dtmf caller " + (char) key)
                            .toList());
        }
    }

    @Test
    void shouldLoseNoTextWhileItsSocketIsCutAndResumed() throws Exception {
        try (CutWire wire = CutWire.to(peers.url());
                OurParticipant cut = OurParticipant.join(peers, wire.url(), "cuttext", "cut", AudioCodec.OPUS, 0);
                OurParticipant reader = OurParticipant.join(peers, "cuttext", "reader", AudioCodec.OPUS, 0)) {
            reader.awaitTold("came cut");
            cut.inRoom(room -> room.sendText(StreamOptions.of("proof"), "before"));
            wire.cut();
            cut.awaitTold("reconnected resumed");
            cut.inRoom(room -> room.sendText(StreamOptions.of("proof"), "after"));
            reader.awaitTold("text cut proof after");

            assertThat(reader.told.stream().filter(it -> it.startsWith("text")))
                    .containsExactly("text cut proof before", "text cut proof after");
        }
    }

    private static String call(OurParticipant ours, String method, String payload) throws Exception {
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        ours.inRoom(room -> {
            room.performRpc("theirs", method, payload, Duration.ofSeconds(10), new RpcAnswer() {
                @Override
                public void onResult(String result) {
                    outcome.add(result);
                }

                @Override
                public void onError(RpcError error) {
                    outcome.add("error " + error.code());
                }
            });
            return true;
        });
        return String.valueOf(outcome.poll(15, TimeUnit.SECONDS));
    }
}
