package io.earshot.livekit.room;

import static io.earshot.livekit.room.Bench.someone;
import static io.earshot.livekit.room.Bench.voice;
import static io.earshot.livekit.room.RoomJoinTest.QUIET;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.room.RoomCounters.Count;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSink;
import java.time.Duration;
import livekit.LivekitModels;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.SignalRequest.MessageCase;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SyncState;
import livekit.LivekitRtc.TrackPublishedResponse;
import org.junit.jupiter.api.Test;

/** How a room comes back, or ends. */
class RoomReconnectTest {
    private static final AudioSink EARS = (audio, arrivalNs, concealed) -> {};

    @Test
    void shouldResumeALostSocketOnTheSamePeerConnection() {
        Bench bench = new Bench(Bench.options()
                        .publishing(new Publication(PublishOptions.opus("voice", AudioFormat.LINEAR16_16K), QUIET)))
                .connected(someone("PA_1", "ann", voice("TR_1")));
        bench.say(SignalResponse.newBuilder()
                .setTrackPublished(
                        TrackPublishedResponse.newBuilder().setCid("audio-1").setTrack(voice("TR_us")))
                .build());
        bench.machine.content().subscriptions().subscribe("TR_1", true);

        bench.cut().open().resumed();

        SyncState state = bench.lastSent(MessageCase.SYNC_STATE).getSyncState();
        assertThat(bench.joinRequest().getReconnect()).isTrue();
        assertThat(bench.joinRequest().getParticipantSid()).isEqualTo("PA_us");
        assertThat(state.getSubscription().getTrackSidsList()).containsExactly("TR_1");
        assertThat(state.getPublishTracks(0).getTrack().getSid()).isEqualTo("TR_us");
        assertThat(state.getOffer().getSdp()).isNotEmpty();
        assertThat(state.getAnswer().getSdp()).isEqualTo("sdp");
        assertThat(bench.media).hasSize(1);
        assertThat(bench.lastMedia().calls).doesNotContain("restart");
        assertThat(bench.events).endsWith("onReconnecting signalling was lost: cut", "onReconnected true");
        assertThat(bench.count(Count.RESUMES_DONE)).isEqualTo(1);
    }

    @Test
    void shouldResumeWithTheNewestToken() {
        Bench bench = new Bench().connected();
        bench.say(SignalResponse.newBuilder().setRefreshToken("fresh").build());

        bench.cut().open().resumed().cut();

        assertThat(bench.bearers.subList(1, 3)).containsExactly("fresh", "fresh");
    }

    @Test
    void shouldFindANewPathWhenMediaIsLostAndTheSocketIsNot() {
        Bench bench = new Bench().connected();

        bench.lastMedia().upOnAnswer = true;
        bench.lastMedia().listener.onMediaDown("no consent", false);
        assertThat(bench.machine.state()).isEqualTo(RoomState.RESUMING);
        bench.answer();

        assertThat(bench.lastMedia().calls).containsSubsequence("restart", "offer", "answer");
        assertThat(bench.machine.state()).isEqualTo(RoomState.CONNECTED);
        assertThat(bench.count(Count.ICE_RESTARTS)).isEqualTo(1);
        assertThat(bench.opened).hasSize(1);
    }

    @Test
    void shouldJoinAnewWhenNoPathIsFound() {
        Bench bench = new Bench().connected();
        FakeMedia first = bench.lastMedia();
        first.upOnAnswer = false;
        first.listener.onMediaDown("no consent", false);
        bench.answer();

        bench.pass(Duration.ofSeconds(16));

        assertThat(bench.machine.state()).isEqualTo(RoomState.RECONNECTING);
        assertThat(first.closed).isTrue();
        bench.open().welcome().answer(1);
        assertThat(bench.events).endsWith("onReconnected false");
    }

    @Test
    void shouldJoinAnewWhenTheServerDoesNotKnowTheSession() {
        Bench bench = new Bench(Bench.options()
                        .publishing(new Publication(PublishOptions.opus("voice", AudioFormat.LINEAR16_16K), QUIET)))
                .connected(someone("PA_1", "ann"));

        bench.cut().open().leave(LeaveRequest.Action.RECONNECT, LivekitModels.DisconnectReason.STATE_MISMATCH);

        assertThat(bench.joinRequest().getReconnect()).isFalse();
        assertThat(bench.joinRequest().getAddTrackRequestsList()).hasSize(1);
        assertThat(bench.media).hasSize(2);
        assertThat(bench.media.getFirst().closed).isTrue();
        bench.open().welcome(someone("PA_1", "ann")).answer(1);
        assertThat(bench.events).endsWith("onReconnected false");
        assertThat(bench.count(Count.RESUMES_FAILED)).isEqualTo(1);
        assertThat(bench.count(Count.RECONNECTS_DONE)).isEqualTo(1);
    }

    @Test
    void shouldHearTheSamePublishersNewTrackAfterAServerRestart() {
        Bench bench = new Bench().connected(someone("PA_1", "ann", voice("TR_1")));
        bench.machine.content().subscriptions().subscribe("TR_1", true);
        bench.machine.content().subscriptions().listen("TR_1", AudioFormat.PCMU_8K, EARS);

        bench.cut().open().leave(LeaveRequest.Action.RECONNECT, LivekitModels.DisconnectReason.STATE_MISMATCH);
        bench.open().welcome().answer(1);
        bench.update(someone("PA_2", "ann", voice("TR_2")));
        FakeTrack track = new FakeTrack("TR_2");
        bench.lastMedia().listener.onRemoteTrack(track);

        assertThat(bench.lastSent(MessageCase.SUBSCRIPTION).getSubscription().getTrackSidsList())
                .containsExactly("TR_2");
        assertThat(track.ears).isSameAs(EARS);
        assertThat(bench.events).contains("onTrackUnpublished ann TR_1", "onTrackReady ann TR_2 OPUS");
    }

    @Test
    void shouldKeepAskingForTheSameTracksInANewSession() {
        Bench bench = new Bench().connected(someone("PA_1", "ann", voice("TR_1")));
        bench.machine.content().subscriptions().subscribe("TR_1", true);
        bench.sent.clear();

        bench.leave(LeaveRequest.Action.RECONNECT, LivekitModels.DisconnectReason.UNKNOWN_REASON);
        bench.open().welcome(someone("PA_1", "ann", voice("TR_1"))).answer(1);

        assertThat(bench.lastSent(MessageCase.SUBSCRIPTION).getSubscription().getTrackSidsList())
                .containsExactly("TR_1");
        assertThat(bench.events)
                .filteredOn(each -> each.startsWith("onTrackPublished"))
                .hasSize(1);
    }

    @Test
    void shouldBeginANewSessionWithTheAttributesThatWereAccepted() {
        Bench bench = new Bench().connected();
        bench.machine
                .content()
                .details()
                .accepted(livekit.LivekitRtc.UpdateParticipantMetadata.newBuilder()
                        .putAttributes("lk.agent.state", "listening")
                        .build());

        bench.leave(LeaveRequest.Action.RECONNECT, LivekitModels.DisconnectReason.UNKNOWN_REASON);

        assertThat(bench.joinRequest().getParticipantAttributesMap()).containsEntry("lk.agent.state", "listening");
    }

    @Test
    void shouldResumeWhenToldTo() {
        Bench bench = new Bench().connected();

        bench.leave(LeaveRequest.Action.RESUME, LivekitModels.DisconnectReason.MIGRATION);

        assertThat(bench.machine.state()).isEqualTo(RoomState.RESUMING);
        assertThat(bench.joinRequest().getReconnect()).isTrue();
    }

    @Test
    void shouldNoticeAServerThatStopsAnsweringPings() {
        Bench bench = new Bench().connected();

        bench.pass(Duration.ofSeconds(21));

        assertThat(bench.lastSent(MessageCase.PING_REQ)).isNotNull();
        assertThat(bench.count(Count.PING_TIMEOUTS)).isEqualTo(1);
        assertThat(bench.machine.state()).isEqualTo(RoomState.RESUMING);
    }

    @Test
    void shouldStayWhilePingsAreAnswered() {
        Bench bench = new Bench().connected();

        for (int i = 0; i < 20; i++) {
            bench.pass(Duration.ofSeconds(5));
            bench.say(SignalResponse.newBuilder()
                    .setPongResp(livekit.LivekitRtc.Pong.newBuilder()
                            .setLastPingTimestamp(bench.lastSent(MessageCase.PING_REQ)
                                    .getPingReq()
                                    .getTimestamp()))
                    .build());
        }

        assertThat(bench.machine.state()).isEqualTo(RoomState.CONNECTED);
        assertThat(bench.machine.content().quality().signalRttNs()).isNotNegative();
    }

    @Test
    void shouldEndWhenNothingHelpsForAMinute() {
        Bench bench = new Bench().connected().cut();
        bench.onOpen = () -> bench.machine.onSocketFailed("connection refused");
        bench.onOpen.run();

        bench.pass(Duration.ofSeconds(61));

        assertThat(bench.end).isInstanceOf(RoomEnd.Lost.class);
        assertThat(bench.count(Count.RECONNECTS_FAILED)).isEqualTo(1);
        assertThat(bench.count(Count.ROOMS_LOST)).isEqualTo(1);
        assertThat(bench.opened).hasSizeBetween(15, 60);
    }

    @Test
    void shouldEndWhenTheServerRefusesUsOnComingBack() {
        Bench bench = new Bench().connected().cut();

        bench.machine.onSocketRefused(401, "token is expired");
        bench.machine.onSocketRefused(401, "token is expired");

        assertThat(bench.end).isInstanceOf(RoomEnd.Refused.class);
    }

    @Test
    void shouldLeaveWhileComingBack() {
        Bench bench = new Bench().connected();
        bench.onEventName = "onReconnecting";
        bench.onEvent = bench.machine::leave;

        bench.cut();

        assertThat(bench.end).isInstanceOf(RoomEnd.Left.class);
        assertThat(bench.opened).hasSize(1);
    }

    @Test
    void shouldPublishInTheNextSessionWhatWasPublishedWhileAway() {
        Bench bench = new Bench().connected().cut();

        bench.machine.content().publications().add(PublishOptions.opus("late", AudioFormat.LINEAR16_16K), QUIET);
        bench.open().resumed();

        assertThat(bench.lastSent(MessageCase.ADD_TRACK).getAddTrack().getName())
                .isEqualTo("late");
        assertThat(bench.sentKinds()).contains(MessageCase.OFFER);
    }
}
