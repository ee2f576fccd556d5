package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.livekit.room.LocalAudio;
import io.earshot.livekit.room.Room;
import io.earshot.livekit.room.RoomCounters.Count;
import io.earshot.media.codec.AudioCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our participant when its socket, its server or its server's age is not as one would wish. */
@Tag("peers")
@Timeout(120)
class RoomResilienceTest {
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
    void shouldResumeACutSocketWhileTheSoundGoesOn() throws Exception {
        try (CutWire wire = CutWire.to(peers.url());
                OurParticipant cut = OurParticipant.join(peers, wire.url(), "cut", "cut", AudioCodec.OPUS, 440);
                OurParticipant ear = OurParticipant.join(peers, "cut", "ear", AudioCodec.OPUS, 0)) {
            ear.awaitTold("track cut");
            ear.listen(500);
            String sid = cut.inRoom(RoomResilienceTest::trackSid);

            wire.cut();
            cut.awaitTold("reconnected resumed");

            assertThat(cut.inRoom(RoomResilienceTest::trackSid)).isEqualTo(sid);
            short[] heard = ear.listen(1_000);
            assertThat(Sound.pitch(heard, 16_000)).isCloseTo(440, within(4));
            cut.inRoom(room -> room.setAttributes(Map.of("after", "the cut")));
            ear.awaitTold("attributes cut {after=the cut}");
            assertThat(ear.told).noneMatch(it -> it.startsWith("left"));
        }
    }

    @Test
    void shouldComeBackWhenTheServerWasKilledAndStartedAgain() throws Exception {
        try (Peers own = Peers.start();
                OurParticipant mouth = OurParticipant.join(own, "again", "mouth", AudioCodec.PCMU, 440);
                OurParticipant ear = OurParticipant.join(own, "again", "ear", AudioCodec.OPUS, 0)) {
            ear.awaitTold("track mouth");
            ear.listen(500);
            mouth.inRoom(room -> room.setAttributes(Map.of("kept", "yes")));
            ear.awaitTold("attributes mouth {kept=yes}");
            ear.told.removeIf(it -> it.startsWith("track"));

            own.server.kill();
            ear.awaitTold("reconnecting");
            own.server.begin();
            own.server.awaitReady();
            mouth.awaitTold("reconnected anew");
            ear.awaitTold("reconnected anew");

            ear.awaitTold("track mouth");
            ear.listen(500);
            short[] heard = ear.listen(1_000);
            assertThat(Sound.pitch(heard, 16_000)).isCloseTo(440, within(4));
            assertThat(ear.told).anyMatch(it -> it.startsWith("came mouth") && it.contains("kept=yes"));
        }
    }

    @Test
    void shouldNoticeAServerThatHasStoppedAndGoOnWhenItProceeds() throws Exception {
        try (Peers own = Peers.start();
                OurParticipant ours = OurParticipant.join(own, "halt", "ours", AudioCodec.OPUS, 440)) {
            own.server.halt();
            ours.awaitTold("reconnecting");

            own.server.proceed();
            ours.awaitTold("reconnected");

            assertThat(ours.count(Count.ROOMS_LOST)).isZero();
        }
    }

    @Test
    void shouldSpeakTheOlderFormWithAnOlderServer() throws Exception {
        try (CutWire wire = CutWire.toOlder(peers.url());
                OurParticipant old = OurParticipant.join(peers, wire.url(), "older", "old", AudioCodec.OPUS, 440);
                OurParticipant now = OurParticipant.join(peers, "older", "now", AudioCodec.OPUS, 700)) {
            assertThat(old.count(Count.FALLBACKS_TO_OLD_FORM)).isEqualTo(1);
            now.awaitTold("track old");
            old.awaitTold("track now");

            now.listen(500);
            assertThat(Sound.pitch(now.listen(1_000), 16_000)).isCloseTo(440, within(4));
            old.listen(500);
            assertThat(Sound.pitch(old.listen(1_000), 16_000)).isCloseTo(700, within(4));
            Peers.untilTrue("a key", () -> old.inRoom(room -> room.sendDtmf('7')));
            now.awaitTold("dtmf old 7");
            Peers.untilTrue("a key", () -> now.inRoom(room -> room.sendDtmf('8')));
            old.awaitTold("dtmf now 8");
        }
    }

    @Test
    void shouldResumeInTheOlderForm() throws Exception {
        try (CutWire wire = CutWire.toOlder(peers.url());
                OurParticipant cut = OurParticipant.join(peers, wire.url(), "oldcut", "cut", AudioCodec.OPUS, 440);
                OurParticipant ear = OurParticipant.join(peers, "oldcut", "ear", AudioCodec.OPUS, 0)) {
            ear.awaitTold("track cut");

            wire.cut();
            cut.awaitTold("reconnected resumed");

            ear.listen(500);
            assertThat(Sound.pitch(ear.listen(1_000), 16_000)).isCloseTo(440, within(4));
        }
    }

    @Test
    void shouldFindItsWayAgainWhenOnlyTheMediaPathIsCut() throws Exception {
        InetAddress link = InetAddress.getByName("192.0.2.2");
        try (Peers own = Peers.start(link);
                LossyLink path = new LossyLink(
                        new InetSocketAddress(link, own.mediaPort()),
                        new InetSocketAddress(Installed.mediaAddress(), own.mediaPort()));
                OurParticipant ours = OurParticipant.join(own, "path", "ours", AudioCodec.OPUS, 440);
                OurParticipant ear = OurParticipant.join(own, "path", "ear", AudioCodec.OPUS, 0)) {
            ear.awaitTold("track ours");
            path.lose(1);
            ours.awaitTold("reconnecting the media path was lost");

            path.lose(0);
            ours.awaitTold("reconnected");

            ear.listen(2_000);
            assertThat(Sound.pitch(ear.listen(1_000), 16_000)).isCloseTo(440, within(4));
            assertThat(ours.count(Count.ICE_RESTARTS)).isPositive();
        }
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        OurParticipant.join(peers, "again", "warm", AudioCodec.OPUS, 0).close();
        int before = openFiles();
        for (int i = 0; i < 10; i++) {
            OurParticipant.join(peers, "again", "guest", AudioCodec.OPUS, 0).close();
        }

        Peers.untilTrue("all files closed", () -> openFiles() <= before);
        Peers.untilTrue("an empty room", () -> peers.participants("again").isEmpty());
    }

    private static int openFiles() {
        return Path.of("/proc/self/fd").toFile().list().length;
    }

    private static String trackSid(Room room) {
        return room.published().stream().map(LocalAudio::sid).findFirst().orElseThrow();
    }
}
