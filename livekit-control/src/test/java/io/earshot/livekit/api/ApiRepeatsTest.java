package io.earshot.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.earshot.media.retry.BreakerState;
import java.io.IOException;
import livekit.LivekitAgentDispatch.AgentDispatch;
import livekit.LivekitAgentDispatch.ListAgentDispatchResponse;
import livekit.LivekitModels.Room;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitSip.CreateSIPParticipantRequest;
import livekit.LivekitSip.ListSIPInboundTrunkResponse;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiRepeatsTest {
    private static final SIPInboundTrunkInfo TRUNK = SIPInboundTrunkInfo.newBuilder()
            .setName("main")
            .addNumbers("+15550100")
            .build();

    private ScriptedServer scripted;

    @BeforeEach
    void start() throws IOException {
        scripted = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        scripted.close();
    }

    @Test
    void shouldRepeatListingAfterServerFault() throws ApiException {
        scripted.errs(502, "text/html", "bad gateway")
                .fails(500, "internal", "oops")
                .answers(ListRoomsResponse.newBuilder()
                        .addRooms(Room.newBuilder().setName("r1"))
                        .build());

        assertThat(scripted.api.rooms().list()).hasSize(1);
        assertThat(scripted.api.counters().of(Operation.LIST_ROOMS, ApiCounters.OK))
                .isEqualTo(1);
        assertThat(scripted.api.counters().of(Operation.LIST_ROOMS, ApiCounters.REPEATED))
                .isEqualTo(2);
    }

    @Test
    void shouldGiveUpAfterThreeAttempts() {
        scripted.fails(500, "internal", "a").fails(500, "internal", "b").fails(500, "internal", "c");

        assertThatExceptionOfType(ApiException.ServerFault.class)
                .isThrownBy(() -> scripted.api.rooms().list())
                .withMessageContaining("HTTP 500: c");
        assertThat(scripted.server.getRequestCount()).isEqualTo(3);
        assertThat(scripted.api.counters().of(Operation.LIST_ROOMS, "server_fault"))
                .isEqualTo(1);
    }

    @Test
    void shouldNotAskAServerThatIsKnownToBeDown() {
        for (int i = 0; i < 5; i++) {
            scripted.fails(500, "internal", "down");
        }
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> scripted.api.rooms().list());
        }
        assertThat(scripted.api.breaker()).isEqualTo(BreakerState.OPEN);
        int asked = scripted.server.getRequestCount();

        assertThatExceptionOfType(ApiException.Unreachable.class)
                .isThrownBy(() -> scripted.api.rooms().create("r1"))
                .withMessageContaining("failed too often lately");
        assertThat(scripted.server.getRequestCount()).isEqualTo(asked).isEqualTo(5);
    }

    @Test
    void shouldRepeatAfterTooManyRequests() throws ApiException {
        scripted.fails(429, "resource_exhausted", "slow down").answers(Room.getDefaultInstance());

        scripted.api.rooms().create("r1");

        assertThat(scripted.server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void shouldCreateARoomAgainWhenItsNodeHasDied() throws ApiException {
        scripted.fails(503, "unavailable", "no response from servers").answers(Room.getDefaultInstance());

        scripted.api.rooms().create("r1");

        assertThat(scripted.server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void shouldNotWaitLongerThanTheDeadlineWhenAskedTo() {
        scripted.gives(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "60")
                .build());

        assertThatExceptionOfType(ApiException.Overloaded.class)
                .isThrownBy(() -> scripted.api.rooms().list());
        assertThat(scripted.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void shouldNotRepeatWhatTheServerRejected() {
        scripted.fails(400, "invalid_argument", "name too long");

        assertThatExceptionOfType(ApiException.Rejected.class)
                .isThrownBy(() -> scripted.api.rooms().create("r1"))
                .withMessageContaining("name too long (invalid_argument)");
        assertThat(scripted.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void shouldNeverDialTwice() {
        scripted.fails(503, "unavailable", "shutting down");

        assertThatExceptionOfType(ApiException.ServerFault.class)
                .isThrownBy(() -> scripted.api.sip().dial(CreateSIPParticipantRequest.getDefaultInstance()));
        assertThat(scripted.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void shouldNotDialAgainWhenTheConnectionIsLost() {
        scripted.gives(lost());

        assertThatExceptionOfType(ApiException.Unreachable.class)
                .isThrownBy(() -> scripted.api.sip().dial(CreateSIPParticipantRequest.getDefaultInstance()))
                .matches(ApiException::perhapsDone)
                .withMessageContaining("look before repeating it");
        assertThat(scripted.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void shouldFindTheTrunkWhoseCreationWasNotAnswered() throws ApiException {
        SIPInboundTrunkInfo made = TRUNK.toBuilder().setSipTrunkId("ST_1").build();
        scripted.gives(lost())
                .answers(ListSIPInboundTrunkResponse.newBuilder().addItems(made).build());

        assertThat(scripted.api.sip().createInbound(TRUNK)).isEqualTo(made);
        assertThat(scripted.server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void shouldCreateTheTrunkAgainWhenItIsNotThere() throws ApiException {
        SIPInboundTrunkInfo made = TRUNK.toBuilder().setSipTrunkId("ST_1").build();
        scripted.gives(lost())
                .answers(ListSIPInboundTrunkResponse.getDefaultInstance())
                .answers(made);

        assertThat(scripted.api.sip().createInbound(TRUNK)).isEqualTo(made);
        assertThat(scripted.server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void shouldSendOneAgentAlthoughTheAnswerWasLost() throws ApiException {
        AgentDispatch sent = AgentDispatch.newBuilder()
                .setId("AD_1")
                .setAgentName("a")
                .setRoom("r1")
                .build();
        scripted.gives(lost())
                .answers(ListAgentDispatchResponse.newBuilder()
                        .addAgentDispatches(sent)
                        .build());

        assertThat(scripted.api.dispatch().create("r1", "a", "")).isEqualTo(sent);
    }

    @Test
    void shouldTakeNotFoundForDeleted() throws ApiException {
        scripted.fails(404, "not_found", "requested room does not exist");

        assertThat(scripted.api.rooms().delete("r1")).isFalse();
    }

    private static MockResponse lost() {
        return new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
    }
}
