package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.media.codec.AudioCodec;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Earshot's participant in rooms of the real server, with LiveKit's own SDKs as company. */
@Tag("peers")
@Timeout(90)
class RoomParticipantTest {
    private static final double SENT_DBFS = -12.2;
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

    @ParameterizedTest
    @EnumSource(names = {"OPUS", "PCMU"})
    void shouldHearAndBeHeardByThePythonSdk(AudioCodec codec) throws Exception {
        String room = "python-" + codec;
        try (OurParticipant ours = OurParticipant.join(peers, room, "ours", codec, 440);
                PythonPeer theirs = PythonPeer.join(peers, room, "theirs", "700")) {
            JsonNode track = theirs.await("track");
            String mime = codec == AudioCodec.OPUS ? "audio/red" : "audio/pcmu";
            assertThat(track.path("mime").asText()).isEqualToIgnoringCase(mime);
            JsonNode there = theirs.await("heard", RoomParticipantTest::asLoudAsSent, 20);
            assertThat(there.path("hz").asDouble()).isCloseTo(440, within(4.0));

            ours.awaitTold("track theirs");
            ours.listen(500);
            short[] here = ours.listen(1_000);
            assertThat(Sound.pitch(here, 16_000)).isCloseTo(700, within(4));
            assertThat(Sound.dbfs(here)).isCloseTo(SENT_DBFS, within(2.0));
        }
    }

    @Test
    void shouldHearAndBeHeardByABrowser() throws Exception {
        try (OurParticipant ours = OurParticipant.join(peers, "web", "ours", AudioCodec.OPUS, 440);
                BrowserPeer theirs = BrowserPeer.join(peers, "web", "theirs", 900)) {
            JsonNode there = theirs.await("heard", RoomParticipantTest::asLoudAsSent, 20);
            assertThat(there.path("hz").asDouble()).isCloseTo(440, within(4.0));

            ours.awaitTold("track theirs");
            ours.listen(500);
            short[] here = ours.listen(1_000);
            assertThat(Sound.pitch(here, 16_000)).isCloseTo(900, within(4));
            assertThat(Sound.dbfs(here)).isCloseTo(SENT_DBFS, within(2.0));
        }
    }

    @Test
    void shouldExchangeKeysAndData() throws Exception {
        try (OurParticipant ours = OurParticipant.join(peers, "data", "ours", AudioCodec.OPUS, 0);
                PythonPeer theirs = PythonPeer.join(peers, "data", "theirs", "-")) {
            ours.awaitTold("came theirs");
            theirs.tell("dtmf 5");
            ours.awaitTold("dtmf theirs 5");
            theirs.tell("data hello there");
            ours.awaitTold("data theirs proof hello there");

            Peers.untilTrue("our key", () -> ours.inRoom(room -> room.sendDtmf('#')));
            assertThat(theirs.await("dtmf").path("digit").asText()).isEqualTo("#");
        }
    }

    @Test
    void shouldKnowWhyItIsOut() throws Exception {
        try (OurParticipant removed = OurParticipant.join(peers, "ends", "removed", AudioCodec.OPUS, 0);
                OurParticipant deleted = OurParticipant.join(peers, "ends", "deleted", AudioCodec.OPUS, 0)) {
            peers.api().call("RoomService", "RemoveParticipant", "ends", Map.of("room", "ends", "identity", "removed"));
            assertThat(removed.awaitEnd(10)).isInstanceOf(RoomEnd.ParticipantRemoved.class);

            peers.deleteRoom("ends");
            assertThat(deleted.awaitEnd(10)).isInstanceOf(RoomEnd.RoomDeleted.class);
        }
    }

    @Test
    void shouldGiveWayToAnotherOfTheSameIdentity() throws Exception {
        try (OurParticipant first = OurParticipant.join(peers, "twins", "twin", AudioCodec.OPUS, 0);
                OurParticipant second = OurParticipant.join(peers, "twins", "twin", AudioCodec.OPUS, 0)) {
            assertThat(first.awaitEnd(10)).isInstanceOf(RoomEnd.DuplicateIdentity.class);
            assertThat(second.told).contains("media");
        }
    }

    private static boolean asLoudAsSent(JsonNode heard) {
        return Math.abs(heard.path("dbfs").asDouble() - SENT_DBFS) < 2;
    }
}
