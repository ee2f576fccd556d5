package io.earshot.livekit.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.earshot.livekit.api.ApiException.Unauthorized;
import io.earshot.livekit.api.ApiException.Unauthorized.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import livekit.LivekitModels.Room;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.MuteRoomTrackResponse;
import livekit.LivekitSip.CreateSIPParticipantRequest;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiFailuresTest {
    private ScriptedServer scripted;

    @BeforeEach
    void start() throws IOException {
        scripted = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        scripted.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invalid API key: devkey|UNKNOWN_KEY|Compare LIVEKIT_API_KEY",
                "invalid token: eyJhbGciOi.eyJpc3MiOi.F4CL, error: token signature is invalid: signature is invalid|WRONG_SECRET|Set LIVEKIT_API_SECRET",
                "invalid token: eyJhbGciOi.eyJpc3MiOi.F4CL, error: token has invalid claims: token is expired|CLOCK_SKEW|NTP",
                "invalid token: eyJhbGciOi.eyJpc3MiOi.F4CL, error: token has invalid claims: token is not valid yet|CLOCK_SKEW|NTP",
                "who are you|UNKNOWN|Check the URL",
            })
    void shouldTellWhyTheTokenWasRefused(String words, Reason reason, String advice) {
        scripted.errs(401, "text/plain; charset=utf-8", words);

        Unauthorized refused = catchThrowableOfType(
                Unauthorized.class, () -> scripted.api.rooms().list());

        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused).hasMessageContaining(advice);
        assertThat(refused.getMessage()).doesNotContain("eyJ");
    }

    @Test
    void shouldTellAMissingGrantFromAWrongKey() {
        scripted.fails(401, "unauthenticated", "permissions denied");

        Unauthorized refused = catchThrowableOfType(
                Unauthorized.class, () -> scripted.api.rooms().list());

        assertThat(refused.reason()).isEqualTo(Reason.MISSING_GRANT);
    }

    @Test
    void shouldMeasureTheSkewOfClocks() {
        scripted.gives(new MockResponse.Builder()
                .code(401)
                .addHeader("Date", "Fri, 20 Nov 2026 11:30:00 GMT")
                .body("invalid token: x, error: token has invalid claims: token is not valid yet")
                .build());

        assertThatExceptionOfType(Unauthorized.class)
                .isThrownBy(() -> scripted.api.rooms().list())
                .withMessageContaining("this machine's clock is 1800 s ahead of the server's");
    }

    @Test
    void shouldBlameRedisAndNotTheKeyWhenNobodyAnswersTheServer() {
        scripted.fails(503, "unavailable", "twirp error unknown: no response from servers");

        assertThatExceptionOfType(ApiException.NoResponder.class)
                .isThrownBy(() -> scripted.api.sip().dial(CreateSIPParticipantRequest.getDefaultInstance()))
                .withMessageContaining("no livekit-sip answered")
                .withMessageContaining("The API key and secret have no part in this");
    }

    @Test
    void shouldSayThatTheRoomIsMissingWhenItsNodeIsSilent() {
        scripted.fails(503, "unavailable", "twirp error unknown: no response from servers")
                .answers(ListRoomsResponse.getDefaultInstance());

        assertThatExceptionOfType(ApiException.NotFound.class)
                .isThrownBy(() -> scripted.api.participants().mute("r1", "ann", "TR_1", true))
                .withMessageContaining("there is no room \"r1\"");
    }

    @Test
    void shouldSayThatTheParticipantIsMissingWhenItsNodeIsSilent() {
        scripted.fails(503, "unavailable", "twirp error unknown: no response from servers")
                .answers(ListRoomsResponse.newBuilder()
                        .addRooms(Room.newBuilder().setName("r1"))
                        .build())
                .fails(404, "not_found", "participant does not exist");

        assertThatExceptionOfType(ApiException.NotFound.class)
                .isThrownBy(() -> scripted.api.participants().mute("r1", "ann", "TR_1", true))
                .withMessageContaining("there is no participant \"ann\" in room \"r1\"");
    }

    @Test
    void shouldGiveTheSipStatusOfARefusedCall() {
        scripted.errs(
                429,
                "application/json",
                "{\"code\":\"resource_exhausted\",\"msg\":\"twirp error unknown: sip status 486: Busy Here\","
                        + "\"meta\":{\"sip_status_code\":\"486\",\"sip_status\":\"Busy Here\"}}");

        ApiException.CallRefused refused = catchThrowableOfType(
                ApiException.CallRefused.class,
                () -> scripted.api.sip().dial(CreateSIPParticipantRequest.getDefaultInstance()));

        assertThat(refused.sipStatus()).isEqualTo(486);
        assertThat(refused).hasMessageContaining("486 Busy Here");
    }

    @Test
    void shouldSayThatTheServerHasLostItsRedis() {
        for (int i = 0; i < 3; i++) {
            scripted.fails(
                    500, "internal", "could not get rooms: dial tcp 127.0.0.1:6379: connect: connection refused");
        }

        assertThatExceptionOfType(ApiException.ServerFault.class)
                .isThrownBy(() -> scripted.api.rooms().list())
                .withMessageContaining("livekit-server cannot reach its Redis");
    }

    @Test
    void shouldSayThatTheSipServerIsBusy() {
        scripted.fails(503, "unavailable", "cpu exhausted");

        assertThatExceptionOfType(ApiException.Overloaded.class)
                .isThrownBy(() -> scripted.api.sip().dial(CreateSIPParticipantRequest.getDefaultInstance()))
                .withMessageContaining("its machine is busy");
    }

    @Test
    void shouldSayThatAServerDoesNotOfferACall() {
        scripted.fails(500, "internal", "twirp error unknown: not implemented");

        assertThatExceptionOfType(ApiException.Unsupported.class)
                .isThrownBy(() -> scripted.api.participants().move("r1", "ann", "r2"))
                .withMessageContaining("hosted LiveKit only");
    }

    @Test
    void shouldSayThatThereIsNoSuchTrack() {
        scripted.answers(MuteRoomTrackResponse.getDefaultInstance());

        assertThatExceptionOfType(ApiException.NotFound.class)
                .isThrownBy(() -> scripted.api.participants().mute("r1", "ann", "TR_9", true))
                .withMessageContaining("publishes no track TR_9");
    }

    @Test
    void shouldLookAtAHostileErrorNoLongerThanAtAnother() {
        scripted.errs(400, "text/plain", "eyJ".repeat(20_000));

        assertThatExceptionOfType(ApiException.Unintelligible.class)
                .isThrownBy(() -> scripted.api.rooms().list());
    }

    @Test
    void shouldRecogniseAServerWithoutTheCall() {
        scripted.fails(404, "bad_route", "no handler for path");

        assertThatExceptionOfType(ApiException.Unsupported.class)
                .isThrownBy(() -> scripted.api.rooms().list())
                .withMessageContaining("older");
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html, <html>hello</html>",
        "200, application/protobuf, not-a-message",
        "200, application/json, {}",
        "404, text/html, <h1>not here</h1>",
        "301, text/plain, elsewhere",
        "400, text/plain, Client sent an HTTP request to an HTTPS server.",
        "418, application/json, {}",
        "400, application/json, {{{",
    })
    void shouldNotTakeSomethingElseForLiveKit(int status, String type, String body) {
        scripted.errs(status, type, body);

        assertThatExceptionOfType(ApiException.Unintelligible.class)
                .isThrownBy(() -> scripted.api.rooms().list());
    }

    @Test
    void shouldNotReadAnEndlessAnswer() {
        scripted.gives(new MockResponse.Builder()
                .addHeader("Content-Type", "application/protobuf")
                .body(new Buffer().write(new byte[(int) Twirp.LARGEST_ANSWER + 1]))
                .build());

        assertThatExceptionOfType(ApiException.Unintelligible.class)
                .isThrownBy(() -> scripted.api.rooms().list())
                .withMessageContaining("more than 16 MB");
    }

    @Test
    void shouldEndAtTheDeadlineWhenTheServerIsSilent() throws IOException {
        try (ScriptedServer slow = new ScriptedServer(Duration.ofMillis(200))) {
            slow.gives(new MockResponse.Builder()
                    .onResponseStart(SocketEffect.Stall.INSTANCE)
                    .build());

            assertThatExceptionOfType(ApiException.TimedOut.class)
                    .isThrownBy(() -> slow.api.rooms().list())
                    .withMessageContaining("no answer from");
        }
    }

    @Test
    void shouldSayThatNothingListens() {
        scripted.server.close();

        assertThatExceptionOfType(ApiException.Unreachable.class)
                .isThrownBy(() -> scripted.api.rooms().list())
                .withMessageContaining("nothing accepts connections")
                .matches(e -> !e.perhapsDone());
    }

    @Test
    void shouldSayThatTheNameIsUnknown() {
        ApiSettings settings = ApiSettings.of("wss://no-such-host.invalid", ScriptedServer.KEY, false);
        try (LiveKitApi api = LiveKitApi.connect(settings)) {
            assertThatExceptionOfType(ApiException.Unreachable.class)
                    .isThrownBy(() -> api.rooms().list())
                    .withMessageContaining("cannot be resolved");
        }
    }

    @Test
    void shouldSayThatThePortSpeaksNoTls() {
        ApiSettings settings =
                ApiSettings.of("wss://127.0.0.1:" + scripted.server.getPort(), ScriptedServer.KEY, false);
        try (LiveKitApi api = LiveKitApi.connect(settings)) {
            assertThatExceptionOfType(ApiException.Untrusted.class)
                    .isThrownBy(() -> api.rooms().list())
                    .withMessageContaining("as a port without TLS does");
        }
    }

    @Test
    void shouldStopWaitingWhenInterrupted() {
        scripted.gives(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> scripted.api.rooms().list())
                .matches(e -> e instanceof ApiException.Interrupted);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldSendAShortLivedTokenForTheOneCall() throws Exception {
        scripted.answers(Room.getDefaultInstance());
        scripted.api.rooms().create("r1");

        RecordedRequest taken = scripted.taken();
        String token = taken.getHeaders().get("Authorization");
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8);

        assertThat(taken.getTarget()).isEqualTo("/twirp/livekit.RoomService/CreateRoom");
        assertThat(claims)
                .contains(
                        "\"video\":{\"roomCreate\":true}",
                        "\"iss\":\"devkey\"",
                        "\"exp\":" + (ScriptedServer.NOW.getEpochSecond() + 300));
    }
}
