package io.earshot.bridge.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.agent.AgentConfig;
import io.earshot.ai.agent.TranscriptLine;
import io.earshot.ai.agent.TranscriptLine.Speaker;
import io.earshot.ai.vad.EnergyVad;
import io.earshot.bridge.config.CallsConfig;
import io.earshot.bridge.config.LiveKitConfig;
import io.earshot.bridge.config.LiveKitTimeouts;
import io.earshot.bridge.config.RoomModeConfig;
import io.earshot.bridge.config.RoomModeConfig.CallerKind;
import io.earshot.bridge.config.RoomModeConfig.JoinOn;
import io.earshot.bridge.config.RoomModeConfig.Start;
import io.earshot.bridge.config.Secret;
import io.earshot.bridge.config.VadConfig;
import io.earshot.bridge.config.WebhookConfig;
import io.earshot.bridge.config.WorkerConfig;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.livekit.LiveKitDesk;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.rehearsal.Rehearsal;
import io.earshot.bridge.webhook.Correlation;
import io.earshot.bridge.webhook.Eventually;
import io.earshot.bridge.webhook.Outcome;
import io.earshot.bridge.webhook.RoomDirectory;
import io.earshot.livekit.room.Participant;
import io.earshot.livekit.room.ParticipantKind;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.transcription.Transcript;
import io.earshot.livekit.webhook.EventType;
import io.earshot.livekit.webhook.WebhookEvent;
import io.earshot.media.codec.AudioCodec;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import livekit.LivekitModels.ParticipantInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoomDeskTest {
    private static final String ROOM = "voice-ai-call-7";

    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, false));
    private final CallDirectory directory = new CallDirectory(100);
    private final List<StagedRoom> entered = new CopyOnWriteArrayList<>();
    private StagedServer server;
    private LiveKitDesk livekit;
    private RoomDesk desk;
    private Duration silentAfter = Duration.ZERO;
    private Duration silentEnd = Duration.ZERO;

    @BeforeEach
    void start() throws IOException {
        server = new StagedServer();
        server.participants.add(info("sip_1", ParticipantInfo.Kind.SIP));
        open(JoinOn.CALLER_JOINED, 2, Duration.ofSeconds(30));
    }

    private void open(JoinOn joinOn, int maximum, Duration callerWait) {
        RoomModeConfig room = new RoomModeConfig(
                Start.WEBHOOK,
                joinOn,
                "voice-ai-call-*",
                "earshot-agent",
                "Earshot",
                Set.of(CallerKind.SIP),
                AudioCodec.PCMU,
                Duration.ofMinutes(1),
                callerWait,
                silentAfter,
                silentEnd,
                true,
                true);
        LiveKitConfig config = new LiveKitConfig(
                server.url(),
                "devkey",
                new Secret("devsecret-devsecret-devsecret-devsecret"),
                List.of(),
                true,
                new LiveKitTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5)),
                WebhookConfig.defaults(),
                WorkerConfig.defaults(),
                room);
        livekit = new LiveKitDesk(() -> config);
        CallsConfig calls = new CallsConfig(
                maximum,
                Duration.ofSeconds(1),
                List.of("*"),
                CallsConfig.Answer.AT_ONCE,
                Duration.ofSeconds(1),
                0,
                10,
                300,
                false);
        var services = Rehearsal.services(
                format -> new EnergyVad(format, VadConfig.defaults().energy()));
        AgentDesk agents = new AgentDesk(AgentConfig.defaults(), services);
        desk = new RoomDesk(livekit, StagedRoom.door(ROOM, entered), () -> calls, loops, () -> agents, directory);
    }

    @AfterEach
    void stop() throws Exception {
        desk.endAll(new CallEnd.ShuttingDown());
        loops.all().getFirst().call(() -> true);
        desk.close();
        livekit.close();
        loops.close();
        server.close();
    }

    // ---- one agent a room

    @Test
    void shouldJoinOnceHoweverOftenTheWebhookComes() {
        assertThat(joined()).isEqualTo(Outcome.HANDLED);
        Eventually.until(() -> entered.size() == 1);
        for (int i = 0; i < 5; i++) {
            assertThat(joined()).isEqualTo(Outcome.IGNORED);
        }
        assertThat(desk.roomCount()).isEqualTo(1);
        assertThat(server.asked).containsExactly("list");
    }

    @Test
    void shouldNotJoinWhereAnotherNodesAgentIs() {
        server.participants.add(info(new AgentNames("earshot-agent").next(), ParticipantInfo.Kind.AGENT));
        joined();
        Eventually.until(() -> desk.counters().of(RoomOutcome.REDUNDANT) == 1);
        assertThat(entered).isEmpty();
        assertThat(desk.roomCount()).isZero();
    }

    @Test
    void shouldNotJoinForACallerWhoIsGone() {
        server.participants.clear();
        joined();
        Eventually.until(() -> desk.counters().of(RoomOutcome.NO_CALLER) == 1);
        assertThat(entered).isEmpty();
    }

    @Test
    void shouldLeaveUnheardWhenAnotherAgentWasFirst() throws Exception {
        StagedRoom room = enter();
        Participant first =
                StagedRoom.participant(new AgentNames("earshot-agent").next(), ParticipantKind.AGENT, Map.of());
        room.welcome(first, StagedRoom.caller("active"));
        assertThat(room.left.get()).isEqualTo(1);
        assertThat(room.said()).isZero();
        assertThat(room.subscribed).isEmpty();
        assertThat(directory.startedCount()).isZero();
        assertThat(desk.counters().of(RoomOutcome.REDUNDANT)).isEqualTo(1);
        assertThat(server.asked).containsExactly("list");
    }

    @Test
    void shouldStayWhenAnotherAgentComesLater() throws Exception {
        StagedRoom room = talking();
        room.come(StagedRoom.participant(new AgentNames("earshot-agent").next(), ParticipantKind.AGENT, Map.of()));
        assertThat(room.left.get()).isZero();
    }

    @Test
    void shouldTakeNoNoticeOfOtherPeoplesAgents() throws Exception {
        StagedRoom room = enter();
        room.welcome(StagedRoom.participant("earshot-agent-is-my-name", ParticipantKind.AGENT, Map.of()));
        assertThat(room.left.get()).isZero();
    }

    @Test
    void shouldGiveWayOnComingBackToAnAgentThatTookOver() {
        StagedRoom room = talking();
        room.come(StagedRoom.participant(new AgentNames("earshot-agent").next(), ParticipantKind.AGENT, Map.of()));
        room.rejoin();
        assertThat(room.left.get()).isEqualTo(1);
        assertThat(server.asked).containsExactly("list");
    }

    // ---- when the server cannot be asked

    @Test
    void shouldBelieveAFreshEventWhenTheServerCannotBeAsked() {
        server.down = true;
        joined();
        Eventually.until(() -> entered.size() == 1);
    }

    @Test
    void shouldNotBelieveAnOldEventWhenTheServerCannotBeAsked() {
        server.down = true;
        assertThat(desk.onEvent(event(ROOM, "SIP", Instant.now().minusSeconds(600)), call()))
                .isEqualTo(Outcome.HANDLED);
        Eventually.until(() -> desk.counters().of(RoomOutcome.NOT_JOINED) == 1);
        assertThat(entered).isEmpty();
    }

    // ---- which events

    @Test
    void shouldJoinForCallersInItsOwnRoomsAlone() {
        assertThat(desk.onEvent(event("meeting", "SIP", Instant.now()), call())).isEqualTo(Outcome.IGNORED);
        assertThat(desk.onEvent(event(ROOM, "STANDARD", Instant.now()), call())).isEqualTo(Outcome.IGNORED);
        assertThat(desk.onEvent(event(ROOM, "AGENT", Instant.now()), call())).isEqualTo(Outcome.IGNORED);
        assertThat(desk.roomCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PARTICIPANT_JOINED"})
    void shouldIgnoreEveryOtherEventByName(EventType type) {
        WebhookEvent other =
                new WebhookEvent(type.label(), "EV", Instant.now(), new WebhookEvent.Room("RM_1", ROOM), null, null);
        assertThat(desk.onEvent(other, call())).isEqualTo(Outcome.IGNORED);
    }

    @Test
    void shouldJoinOnTheRoomsStartWhereThatIsAskedFor() {
        open(JoinOn.ROOM_STARTED, 2, Duration.ofSeconds(30));
        server.participants.clear();
        WebhookEvent started =
                new WebhookEvent("room_started", "EV", Instant.now(), new WebhookEvent.Room("RM_1", ROOM), null, null);
        assertThat(desk.onEvent(started, call())).isEqualTo(Outcome.HANDLED);
        Eventually.until(() -> entered.size() == 1);
        assertThat(joined()).isEqualTo(Outcome.IGNORED);
    }

    @Test
    void shouldLeaveARoomToWhichNoCallerComes() {
        open(JoinOn.CALLER_JOINED, 2, Duration.ofMillis(50));
        StagedRoom room = enter();
        room.welcome();
        Eventually.until(() -> desk.counters().of(RoomOutcome.NO_CALLER) == 1);
        assertThat(room.left.get()).isEqualTo(1);
        assertThat(directory.startedCount()).isZero();
    }

    // ---- capacity

    @Test
    void shouldRefuseEventsThatItHasNoCapacityFor() {
        assertThat(desk.refusal(event(ROOM, "SIP", Instant.now()))).isEmpty();
        desk.onEvent(event(ROOM + "1", "SIP", Instant.now()), call());
        desk.onEvent(event(ROOM + "2", "SIP", Instant.now()), call());
        assertThat(desk.refusal(event(ROOM, "SIP", Instant.now()))).isNotEmpty();
        assertThat(desk.refusal(event("meeting", "SIP", Instant.now()))).isEmpty();
        assertThat(desk.load()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoRoomWhileItDrains() {
        desk.drain();
        assertThat(desk.refusal(event(ROOM, "SIP", Instant.now()))).isNotEmpty();
        assertThat(joined()).isEqualTo(Outcome.IGNORED);
        assertThat(desk.refusal()).isEqualTo("draining");
    }

    // ---- a call

    @Test
    void shouldJoinAsAnAgentWithItsVoicePublished() {
        StagedRoom room = enter();
        assertThat(room.options.autoSubscribe()).isFalse();
        assertThat(room.options.published()).hasSize(1);
        assertThat(room.options.published().getFirst().options().codec()).isEqualTo(AudioCodec.PCMU);
        assertThat(room.options.attributes()).containsEntry("lk.agent.state", "initializing");
    }

    @Test
    void shouldHearItsCallerAlone() {
        StagedRoom room = enter();
        room.welcome(
                StagedRoom.participant("listener", ParticipantKind.STANDARD, Map.of()), StagedRoom.caller("active"));
        assertThat(room.subscribed).containsExactly("TR_sip_1");
        assertThat(room.ears).containsOnlyKeys("TR_sip_1");
    }

    @Test
    void shouldNotSpeakBeforeTheTelephoneIsPickedUp() throws Exception {
        StagedRoom room = enter();
        room.welcome(StagedRoom.caller("ringing"));
        assertThat(room.said()).isZero();
        room.change(StagedRoom.caller("active"));
        Eventually.until(() -> "speaking".equals(room.attributes.get("lk.agent.state")));
        Eventually.until(() -> says(room));
        assertThat(record().state()).isEqualTo("talking");
        assertThat(record().answeredMs()).isNotNull();
    }

    @Test
    void shouldSubscribeAgainToACallerWhoseTrackStallsAndEndTheCallWhenThatDoesNotHelp() {
        silentAfter = Duration.ofSeconds(1);
        silentEnd = Duration.ofSeconds(3);
        open(JoinOn.CALLER_JOINED, 2, Duration.ofSeconds(30));
        StagedRoom room = talking();
        Eventually.until(() -> room.unsubscribed.contains("TR_sip_1"));
        Eventually.until(() -> Collections.frequency(room.subscribed, "TR_sip_1") >= 2);
        assertThat(endReason()).isEqualTo("media_timeout");
        assertThat(record().events()).extracting(CallRecord.Event::name).contains("room_silent");
        assertThat(room.left.get()).isEqualTo(1);
    }

    @Test
    void shouldShowTheCallWithItsRoomAndCaller() {
        talking();
        CallRecord record = record();
        assertThat(record.mode()).isEqualTo("room");
        assertThat(record.room()).isEqualTo(ROOM);
        assertThat(record.participant()).isEqualTo("PA_me");
        assertThat(record.sipCallId()).isEqualTo("dialogue@phone");
        assertThat(record.livekitCallId()).isEqualTo("SCL_1");
        assertThat(directory.find("SCL_1")).isPresent();
        assertThat(record.from()).isEqualTo("+15550199");
        assertThat(record.to()).isEqualTo("+15550100");
        assertThat(record.trunk()).isEqualTo("ST_1");
    }

    @Test
    void shouldLeaveWithItsCallerAndDeleteTheEmptyRoom() {
        StagedRoom room = talking();
        room.go("sip_1");
        assertThat(room.left.get()).isEqualTo(1);
        assertThat(endReason()).isEqualTo("caller_hung_up");
        Eventually.until(() -> server.asked.contains("delete " + ROOM));
        assertThat(desk.roomCount()).isZero();
        assertThat(directory.runningCount()).isZero();
    }

    @Test
    void shouldKeepARoomInWhichOthersAre() throws Exception {
        StagedRoom room = talking();
        room.come(StagedRoom.participant("supervisor", ParticipantKind.STANDARD, Map.of()));
        room.go("sip_1");
        desk.close();
        assertThat(endReason()).isEqualTo("caller_hung_up");
        assertThat(server.asked).containsExactly("list");
    }

    @Test
    void shouldHangUpTheCallerWhenTheAgentIsDone() throws Exception {
        StagedRoom room = talking();
        room.come(StagedRoom.participant("supervisor", ParticipantKind.STANDARD, Map.of()));
        desk.endAll(new CallEnd.AgentHungUp("finished"));
        Eventually.until(() -> server.asked.contains("remove sip_1"));
        assertThat(room.left.get()).isEqualTo(1);
        assertThat(endReason()).isEqualTo("agent_hung_up");
    }

    @Test
    void shouldGoWhenAnAdministratorRemovesItAndLeaveTheCallerBe() {
        StagedRoom room = talking();
        room.close(new RoomEnd.ParticipantRemoved("removed by an administrator"));
        assertThat(endReason()).isEqualTo("room_ended");
        assertThat(directory.all().getFirst().end().livekit()).isEqualTo("PARTICIPANT_REMOVED");
        desk.close();
        assertThat(server.asked).containsExactly("list");
    }

    @Test
    void shouldHangUpACallerWhomItLostForGood() {
        StagedRoom room = talking();
        room.close(new RoomEnd.Lost(io.earshot.livekit.room.DisconnectReason.SIGNAL_CLOSE, "no server"));
        assertThat(endReason()).isEqualTo("room_ended");
        Eventually.until(() -> server.asked.contains("delete " + ROOM));
    }

    @Test
    void shouldGoOnWithACallerWhoComesBackUnderAnotherSid() {
        StagedRoom room = talking();
        room.vanish("sip_1");
        assertThat(record().state()).isEqualTo("talking");
        room.subscribed.clear();
        room.come(StagedRoom.caller("active"));
        assertThat(room.subscribed).containsExactly("TR_sip_1");
        assertThat(room.left.get()).isZero();
    }

    @Test
    void shouldStayWhenTheConnectionCameBack() {
        StagedRoom room = talking();
        room.on(to -> to.onReconnecting("reset"));
        room.on(to -> to.onReconnected(true));
        room.rejoin();
        assertThat(room.left.get()).isZero();
        assertThat(record().state()).isEqualTo("talking");
    }

    @Test
    void shouldTransferACallerByTheApi() {
        StagedRoom room = talking();
        room.on(to -> ((RoomCall) to).onTransfer("tel:+15550111"));
        Eventually.until(() -> directory.runningCount() == 0);
        assertThat(server.asked).contains("transfer tel:+15550111");
        assertThat(endReason()).isEqualTo("transferred");
    }

    @Test
    void shouldGoOnTalkingWhenATransferIsRefused() {
        server.refusesTransfers = true;
        StagedRoom room = talking();
        room.on(to -> ((RoomCall) to).onTransfer("tel:+15550111"));
        assertThat(record().state()).isEqualTo("transferring");
        Eventually.until(() -> record().state().equals("talking"));
        assertThat(room.left.get()).isZero();
    }

    @Test
    void shouldPressKeysInTheRoom() {
        StagedRoom room = talking();
        room.on(to -> ((RoomCall) to).onSendDtmf("12#"));
        assertThat(room.keys).containsExactly('1', '2', '#');
    }

    @Test
    void shouldShowTheRoomWhatIsSaidAsFarAsItIsHeard() {
        StagedRoom room = talking();
        room.on(to -> {
            RoomCall call = (RoomCall) to;
            call.onHearing("Hell");
            call.onHearing("Hello");
            call.onLine(new TranscriptLine(Speaker.CALLER, 0, "Hello?", "Hello?"));
            call.onLine(new TranscriptLine(Speaker.AGENT, 0, "How can I help you?", "How can"));
            call.onLine(new TranscriptLine(Speaker.AGENT, 0, "Interrupted at once.", ""));
        });
        List<Transcript> caller = room.written.stream()
                .filter(it -> it.identity().equals("sip_1"))
                .toList();
        assertThat(caller).extracting(Transcript::text).containsExactly("Hell", "Hello?");
        assertThat(caller).extracting(Transcript::last).containsExactly(false, true);
        assertThat(caller).extracting(Transcript::trackSid).containsOnly("TR_sip_1");
        assertThat(caller.getFirst().segmentId()).isEqualTo(caller.getLast().segmentId());
        assertThat(room.written)
                .filteredOn(it -> !it.identity().equals("sip_1"))
                .extracting(Transcript::text)
                .contains("How can")
                .doesNotContain("", "Interrupted at once.");
    }

    @Test
    void shouldEndOnlyTheCallInWhichABugIs() {
        StagedRoom room = talking();
        room.on(to -> to.onTrackPublished(StagedRoom.caller("active"), null));
        assertThat(endReason()).isEqualTo("failed");
        assertThat(room.left.get()).isEqualTo(1);
    }

    // ---- stage

    private Outcome joined() {
        return desk.onEvent(event(ROOM, "SIP", Instant.now()), call());
    }

    private StagedRoom enter() {
        joined();
        Eventually.until(() -> entered.size() == 1);
        return entered.getFirst();
    }

    private StagedRoom talking() {
        StagedRoom room = enter();
        room.welcome(StagedRoom.caller("active"));
        assertThat(record().state()).isEqualTo("talking");
        return room;
    }

    private CallRecord record() {
        return directory.all().getFirst();
    }

    private String endReason() {
        Eventually.until(() -> directory.runningCount() == 0);
        return record().end() == null ? "" : record().end().reason();
    }

    private static boolean says(StagedRoom room) {
        try {
            return room.said() > 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static WebhookEvent event(String room, String kind, Instant at) {
        return new WebhookEvent(
                "participant_joined",
                "EV",
                at,
                new WebhookEvent.Room("RM_1", room),
                new WebhookEvent.Participant("PA_1", "sip_1", "", kind, "ACTIVE", "", Map.of(), ""),
                null);
    }

    private static Correlation call() {
        return new RoomDirectory(1).apply(new WebhookEvent("", "", Instant.EPOCH, null, null, null));
    }

    private static ParticipantInfo info(String identity, ParticipantInfo.Kind kind) {
        return ParticipantInfo.newBuilder().setIdentity(identity).setKind(kind).build();
    }
}
