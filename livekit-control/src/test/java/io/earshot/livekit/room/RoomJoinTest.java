package io.earshot.livekit.room;

import static io.earshot.livekit.room.Bench.someone;
import static io.earshot.livekit.room.Bench.voice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.livekit.room.RoomCounters.Count;
import io.earshot.livekit.signal.Refusal;
import io.earshot.media.audio.AudioFormat;
import io.earshot.media.audio.AudioSource;
import io.earshot.media.codec.AudioCodec;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import livekit.LivekitModels;
import livekit.LivekitRtc.JoinRequest;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.SignalRequest.MessageCase;
import livekit.LivekitRtc.SignalResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a room is joined, and how it is not. */
class RoomJoinTest {
    static final AudioSource QUIET = new AudioSource() {
        @Override
        public int read(ByteBuf out, int maxBytes) {
            return 0;
        }

        @Override
        public void onSent(long sentNs) {}
    };

    @Test
    void shouldCarryOfferTracksAndAttributesWithTheJoin() {
        Bench bench = new Bench(Bench.options()
                        .publishing(new Publication(PublishOptions.g711("caller", AudioCodec.PCMU), QUIET))
                        .withAttributes(Map.of("sip.callID", "SCL_1")))
                .start();

        JoinRequest request = bench.joinRequest();

        assertThat(bench.opened.getLast().toString()).startsWith("wss://lk.example/base/rtc/v1?join_request=");
        assertThat(request.getPublisherOffer().getSdp()).contains("a=sendonly", "a=recvonly", "webrtc-datachannel");
        assertThat(request.getAddTrackRequests(0).getName()).isEqualTo("caller");
        assertThat(request.getParticipantAttributesMap()).containsEntry("sip.callID", "SCL_1");
        assertThat(request.getConnectionSettings().getAutoSubscribe()).isFalse();
    }

    @Test
    void shouldSendTheTokenBesidesTheAddress() {
        Bench bench = new Bench().start();

        assertThat(bench.bearers).containsExactly(Bench.token().reveal());
        assertThat(bench.opened.getLast().toString())
                .doesNotContain(Bench.token().reveal());
    }

    @Test
    void shouldTellOfTheWelcomeAndThenOfThoseWhoAreThere() {
        Bench bench = new Bench().start().open().welcome(someone("PA_1", "ann", voice("TR_1")));

        assertThat(bench.events)
                .containsExactly("onJoined", "onParticipantJoined ann", "onTrackPublished ann TR_1", "onOthersKnown");
        assertThat(bench.machine.state()).isEqualTo(RoomState.CONNECTING);
        assertThat(bench.machine.content().name()).isEqualTo("room");
    }

    @Test
    void shouldBeConnectedOnceMediaFlows() {
        Bench bench = new Bench().connected();

        assertThat(bench.machine.state()).isEqualTo(RoomState.CONNECTED);
        assertThat(bench.events).endsWith("onMediaReady");
        assertThat(bench.count(Count.JOINS_DONE)).isEqualTo(1);
    }

    @Test
    void shouldGiveTheTrackItsSid() {
        Bench bench = new Bench(Bench.options()
                        .publishing(new Publication(PublishOptions.opus("voice", AudioFormat.LINEAR16_16K), QUIET)))
                .start()
                .open()
                .welcome();

        bench.say(SignalResponse.newBuilder()
                .setTrackPublished(livekit.LivekitRtc.TrackPublishedResponse.newBuilder()
                        .setCid("audio-1")
                        .setTrack(voice("TR_9")))
                .build());

        assertThat(bench.machine.content().publications().all().getFirst().sid())
                .isEqualTo("TR_9");
    }

    @Test
    void shouldFallBackToTheOlderFormWhereTheCurrentIsUnknown() {
        Bench bench = new Bench(Bench.options()
                        .publishing(new Publication(PublishOptions.opus("voice", AudioFormat.LINEAR16_16K), QUIET)))
                .start();

        bench.machine.onSocketRefused(404, "404 page not found");
        bench.open().welcome();

        assertThat(bench.opened.getLast().toString())
                .startsWith("wss://lk.example/base/rtc?")
                .contains("auto_subscribe=0");
        assertThat(bench.sentKinds()).containsExactly(MessageCase.ADD_TRACK, MessageCase.OFFER);
        assertThat(bench.count(Count.FALLBACKS_TO_OLD_FORM)).isEqualTo(1);
    }

    @Test
    void shouldAnswerTheServersOffersInTheOlderForm() {
        Bench bench = new Bench().start();
        bench.machine.onSocketRefused(404, "404 page not found");
        bench.open();
        bench.say(SignalResponse.newBuilder()
                .setJoin(JoinResponse.newBuilder()
                        .setParticipant(someone("PA_us", "us"))
                        .setSubscriberPrimary(true))
                .build());

        bench.say(SignalResponse.newBuilder()
                .setOffer(livekit.LivekitRtc.SessionDescription.newBuilder()
                        .setSdp("theirs")
                        .setId(4))
                .build());

        assertThat(bench.machine.state()).isEqualTo(RoomState.CONNECTING);
        assertThat(bench.lastSent(MessageCase.ANSWER).getAnswer().getId()).isEqualTo(4);
        assertThat(bench.lastSent(MessageCase.ANSWER).getAnswer().getSdp()).isEqualTo("answer to theirs");
        bench.answer();
        assertThat(bench.machine.state()).isEqualTo(RoomState.CONNECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid API key: other, UNKNOWN_KEY",
        "401, 'invalid token: aaaaaaaaaa.bbbbbbbbbb.cccccccc, error: token signature is invalid', WRONG_SECRET",
        "401, token has invalid claims: token is expired, TOKEN_EXPIRED",
        "401, token has invalid claims: token is not valid yet, CLOCK_SKEW",
        "401, invalid authorization token, TOKEN_MALFORMED",
        "401, no permissions to access the room, MISSING_GRANT",
        "404, requested room does not exist, NO_ROOM",
        "400, identity cannot be empty, MISSING_GRANT",
        "403, go away, MISSING_GRANT",
        "200, <html>, UNKNOWN_PROTOCOL",
        "301, moved, UNKNOWN_PROTOCOL",
    })
    void shouldTellRefusalsApartAndNotTryAgain(int status, String body, Refusal expected) {
        Bench bench = new Bench().start();

        bench.machine.onSocketRefused(status, body);

        assertThat(bench.end).isInstanceOfSatisfying(RoomEnd.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(expected);
            assertThat(refused.cause()).doesNotContain("bbbbbbbbbb");
        });
        assertThat(bench.machine.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(bench.lastMedia().closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection closed by media", "room has exceeded its max participants"})
    void shouldGiveUpAFullRoomWhenItStaysSo(String body) {
        Bench bench = new Bench();
        bench.onOpen = () -> bench.machine.onSocketRefused(500, body);
        bench.start();
        bench.onOpen.run();

        bench.pass(Duration.ofSeconds(2));

        assertThat(bench.opened).hasSize(3);
        assertThat(bench.end)
                .isInstanceOfSatisfying(
                        RoomEnd.Refused.class, it -> assertThat(it.refusal()).isEqualTo(Refusal.ROOM_FULL));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429})
    void shouldTryAgainWhereTheServerIsOnlyBusy(int status) {
        Bench bench = new Bench().start();

        bench.machine.onSocketRefused(status, "later");
        bench.pass(Duration.ofMillis(250));

        assertThat(bench.opened).hasSize(2);
        assertThat(bench.end).isNull();
        bench.open().welcome().answer();
        assertThat(bench.machine.state()).isEqualTo(RoomState.CONNECTED);
    }

    @Test
    void shouldGiveUpAServerThatStaysAway() {
        Bench bench = new Bench();
        bench.onOpen = () -> bench.machine.onSocketFailed("connection refused");
        bench.start();
        bench.onOpen.run();

        bench.pass(Duration.ofSeconds(11));

        assertThat(bench.end).isInstanceOfSatisfying(RoomEnd.Lost.class, lost -> {
            assertThat(lost.reason()).isEqualTo(DisconnectReason.JOIN_FAILURE);
            assertThat(lost.cause()).isEqualTo("connection refused");
        });
        assertThat(bench.count(Count.JOINS_FAILED)).isEqualTo(1);
        assertThat(bench.media).allMatch(each -> each.closed);
    }

    @Test
    void shouldGiveUpAServerThatAcceptsAndThenSaysNothing() {
        Bench bench = new Bench().start().open();

        bench.pass(Duration.ofSeconds(11));

        assertThat(bench.end.cause()).isEqualTo("the server accepted the connection and then said nothing");
    }

    @Test
    void shouldGiveUpWhenMediaNeverFlows() {
        Bench bench = new Bench();
        bench.upOnAnswer = false;
        bench.start().open().welcome().answer();

        bench.pass(Duration.ofSeconds(11));

        assertThat(bench.end.cause()).isEqualTo("no media path to the server in time");
    }

    @Test
    void shouldGiveUpAServerThatNeverAnswersTheOffer() {
        Bench bench = new Bench().start().open().welcome();

        bench.pass(Duration.ofSeconds(20));

        assertThat(bench.end).isInstanceOf(RoomEnd.Lost.class);
        assertThat(bench.count(Count.NEGOTIATIONS_REFUSED)).isPositive();
    }

    @Test
    void shouldGiveUpAServerWhoseAnswersAreOfNoUse() {
        Bench bench = new Bench();
        bench.onOpen = () -> {
            bench.lastMedia().refuseSdp = true;
            bench.open().welcome().answer(1);
        };
        bench.start();
        bench.onOpen.run();

        bench.pass(Duration.ofSeconds(11));

        assertThat(bench.end.cause()).isEqualTo("the server's answer cannot be used: no fingerprint");
    }

    @Test
    void shouldSayWhenThereIsNoPortForMedia() {
        Bench bench = new Bench();
        bench.mediaRefused = true;
        bench.start();

        bench.pass(Duration.ofSeconds(11));

        assertThat(bench.end.cause()).isEqualTo("no media: no port is left");
    }

    @ParameterizedTest
    @CsvSource({
        "DUPLICATE_IDENTITY, DuplicateIdentity",
        "PARTICIPANT_REMOVED, ParticipantRemoved",
        "ROOM_DELETED, RoomDeleted",
        "ROOM_CLOSED, RoomDeleted",
        "SERVER_SHUTDOWN, ServerShutdown",
        "JOIN_FAILURE, Disconnected",
        "CLIENT_INITIATED, Left",
        "UNKNOWN_REASON, Disconnected"
    })
    void shouldEndAsTheServerSays(LivekitModels.DisconnectReason reason, String expected) {
        Bench bench = new Bench().connected();

        bench.leave(LeaveRequest.Action.DISCONNECT, reason);

        assertThat(bench.end.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(bench.end.reason().name()).isEqualTo(reason.name());
        assertThat(bench.lastMedia().closed).isTrue();
        assertThat(bench.socketOpen).isFalse();
    }

    @Test
    void shouldSayGoodbyeOnLeaving() {
        Bench bench = new Bench().connected();

        bench.machine.leave();
        bench.machine.leave();

        assertThat(bench.lastSent(MessageCase.LEAVE).getLeave().getReason())
                .isEqualTo(LivekitModels.DisconnectReason.CLIENT_INITIATED);
        assertThat(bench.events.stream().filter(each -> each.startsWith("onClosed")))
                .hasSize(1);
        assertThat(bench.machine.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onJoined", "onParticipantJoined", "onTrackPublished", "onMediaReady"})
    void shouldSayNothingMoreOnceLeftFromWithinAnEvent(String event) {
        Bench bench = new Bench();
        bench.onEventName = event;
        bench.onEvent = bench.machine::leave;

        bench.connected(someone("PA_1", "ann", voice("TR_1")), someone("PA_2", "bob"));

        assertThat(bench.events.getLast()).startsWith("onClosed");
        assertThat(bench.machine.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(bench.media).allMatch(each -> each.closed);
    }

    @Test
    void shouldFollowTheServerToAnother() {
        Bench bench = new Bench().start().open();

        bench.say(SignalResponse.newBuilder()
                .setJoin(JoinResponse.newBuilder().setAlternativeUrl("wss://other.example"))
                .build());

        assertThat(bench.opened.getLast().toString()).startsWith("wss://other.example/rtc/v1?");
        assertThat(bench.events).isEmpty();
    }

    @Test
    void shouldNotFollowTheServerOutOfTls() {
        Bench bench = new Bench().start().open();

        bench.say(SignalResponse.newBuilder()
                .setJoin(JoinResponse.newBuilder().setAlternativeUrl("ws://other.example"))
                .build());

        assertThat(bench.opened).hasSize(1);
    }

    @Test
    void shouldRefusePlainAddressesUnlessAllowed() {
        assertThatThrownBy(() -> JoinOptions.to(URI.create("ws://lk.example"), Bench::token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LIVEKIT_ALLOW_PLAIN");
        assertThat(JoinOptions.to(URI.create("ws://lk.example"), Bench::token, true)
                        .toString())
                .isEqualTo("JoinOptions[ws://lk.example, 0 published]");
    }

    @Test
    void shouldOfferByItselfSoonAfterAskingForATrack() {
        Bench bench = new Bench().connected(someone("PA_1", "ann", voice("TR_1")));

        bench.machine.content().subscriptions().subscribe("TR_1", true);
        bench.pass(Duration.ofMillis(11));

        assertThat(bench.sentKinds()).containsExactly(MessageCase.SUBSCRIPTION, MessageCase.OFFER);
    }

    @Test
    void shouldOfferOnceWhereTheServerAsksForIt() {
        Bench bench = new Bench().connected(someone("PA_1", "ann", voice("TR_1")));

        bench.machine.content().subscriptions().subscribe("TR_1", true);
        bench.say(SignalResponse.newBuilder()
                .setMediaSectionsRequirement(
                        livekit.LivekitRtc.MediaSectionsRequirement.newBuilder().setNumAudios(1))
                .build());
        bench.answer().pass(Duration.ofMillis(20));

        assertThat(bench.sentKinds()).containsExactly(MessageCase.SUBSCRIPTION, MessageCase.OFFER);
        assertThat(bench.lastMedia().calls).containsSubsequence("receivers 1", "receivers 1", "offer");
    }
}
