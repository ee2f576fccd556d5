package io.earshot.bridge.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.ai.agent.AgentConfig;
import io.earshot.ai.vad.EnergyVad;
import io.earshot.bridge.config.CallsConfig;
import io.earshot.bridge.config.LiveKitConfig;
import io.earshot.bridge.config.LiveKitTimeouts;
import io.earshot.bridge.config.RoomModeConfig;
import io.earshot.bridge.config.Secret;
import io.earshot.bridge.config.VadConfig;
import io.earshot.bridge.config.WebhookConfig;
import io.earshot.bridge.config.WorkerConfig;
import io.earshot.bridge.leg.AgentDesk;
import io.earshot.bridge.livekit.LiveKitDesk;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.rehearsal.Rehearsal;
import io.earshot.bridge.webhook.Eventually;
import io.earshot.livekit.worker.Job;
import io.earshot.livekit.worker.JobAnswer;
import io.earshot.livekit.worker.JobType;
import io.earshot.media.net.MediaLoop;
import io.earshot.media.net.MediaLoops;
import io.earshot.media.net.MediaLoopsConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs as the worker brings them; the registration itself is tried with the real server. */
class JobDeskTest {
    private static final Job JOB = new Job("AJ_1", "", JobType.ROOM, "room", "RM_1", "", "", "earshot");

    private final MediaLoops loops = MediaLoops.start(new MediaLoopsConfig(1, 5, false));
    private final MediaLoop loop = loops.all().getFirst();
    private final CallDirectory directory = new CallDirectory(10);
    private final List<StagedRoom> entered = new CopyOnWriteArrayList<>();
    private StagedServer server;
    private LiveKitDesk livekit;
    private RoomDesk desk;
    private JobDesk jobs;

    @BeforeEach
    void start() throws IOException {
        server = new StagedServer();
        LiveKitConfig config = new LiveKitConfig(
                server.url(),
                "devkey",
                new Secret("devsecret-devsecret-devsecret-devsecret"),
                List.of(),
                true,
                new LiveKitTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5)),
                WebhookConfig.defaults(),
                WorkerConfig.defaults(),
                RoomModeConfig.defaults());
        livekit = new LiveKitDesk(() -> config);
        CallsConfig calls = new CallsConfig(
                1,
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
        desk = new RoomDesk(livekit, StagedRoom.door("room", entered), () -> calls, loops, () -> agents, directory);
        jobs = new JobDesk(desk, livekit, loop, "test");
    }

    @AfterEach
    void stop() throws Exception {
        jobs.close();
        loop.call(() -> true);
        desk.close();
        livekit.close();
        loops.close();
        server.close();
    }

    @Test
    void shouldAcceptAJobUnderAnIdentityOfOurs() throws Exception {
        assertThat(offer(JOB)).isInstanceOfSatisfying(JobAnswer.Accept.class, accept -> {
            assertThat(desk.isOurs(accept.identity())).isTrue();
            assertThat(accept.attributes()).containsEntry("lk.agent.state", "initializing");
        });
        assertThat(desk.roomCount()).isEqualTo(1);
        assertThat(entered).isEmpty();
    }

    @Test
    void shouldJoinWithTheTokenOfTheJobAndWithItsOwnLater() throws Exception {
        offer(JOB);
        assign("", "the.job.token");
        StagedRoom room = entered.getFirst();
        assertThat(room.options.token().get().reveal()).isEqualTo("the.job.token");
        assertThat(room.options.token().get().reveal())
                .isNotEqualTo("the.job.token")
                .contains(".");
    }

    @Test
    void shouldNeedNobodyForARoomThatHasItsAgent() throws Exception {
        offer(JOB);
        assertThat(offer(new Job("AJ_2", "", JobType.ROOM, "room", "RM_1", "", "", "earshot")))
                .isInstanceOf(JobAnswer.Needless.class);
    }

    @Test
    void shouldDeclineWhatItHasNoCapacityFor() throws Exception {
        offer(JOB);
        assertThat(offer(new Job("AJ_2", "", JobType.ROOM, "other", "RM_2", "", "", "earshot")))
                .isInstanceOf(JobAnswer.Decline.class);
        assertThat(jobs.full()).isTrue();
        assertThat(jobs.share()).isEqualTo(1);
    }

    @Test
    void shouldDeclineJobsAndReportFullWhileTheNodeIsOverloaded() throws Exception {
        desk.heed(() -> "media loops are 60 ms late");
        assertThat(offer(JOB)).isInstanceOf(JobAnswer.Decline.class);
        assertThat(jobs.full()).isTrue();
        assertThat(jobs.share()).isEqualTo(1);
        assertThat(desk.counters().of(Admission.Obstacle.OVERLOAD)).isEqualTo(1);
        desk.heed(() -> "");
        assertThat(jobs.full()).isFalse();
        assertThat(offer(JOB)).isInstanceOf(JobAnswer.Accept.class);
    }

    @Test
    void shouldBeFreeAgainWhenAJobGoesElsewhere() throws Exception {
        offer(JOB);
        loop.call(() -> {
            jobs.onUnassigned(JOB);
            return true;
        });
        assertThat(desk.roomCount()).isZero();
        assertThat(jobs.full()).isFalse();
    }

    @Test
    void shouldLeaveWhenTheDispatchIsEnded() throws Exception {
        offer(JOB);
        assign("", "token");
        entered.getFirst().welcome(StagedRoom.caller("active"));
        loop.call(() -> {
            jobs.onTerminated("AJ_1");
            return true;
        });
        Eventually.until(() -> directory.runningCount() == 0);
        assertThat(entered.getFirst().left.get()).isEqualTo(1);
        assertThat(desk.roomCount()).isZero();
    }

    @Test
    void shouldServeTheParticipantThatAJobIsAbout() throws Exception {
        offer(new Job("AJ_1", "", JobType.PUBLISHER, "room", "RM_1", "speaker", "", "earshot"));
        assign("", "token");
        StagedRoom room = entered.getFirst();
        room.welcome(
                StagedRoom.caller("active"),
                StagedRoom.participant(
                        "speaker", io.earshot.livekit.room.ParticipantKind.STANDARD, java.util.Map.of()));
        assertThat(room.subscribed).containsExactly("TR_speaker");
    }

    private JobAnswer offer(Job job) throws Exception {
        return loop.call(() -> jobs.onOffer(job));
    }

    private void assign(String url, String token) throws Exception {
        loop.call(() -> {
            jobs.onAssigned(JOB, url, token);
            return true;
        });
        Eventually.until(() -> entered.size() == 1);
    }
}
