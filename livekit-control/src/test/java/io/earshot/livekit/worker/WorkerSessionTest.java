package io.earshot.livekit.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.worker.WorkerCounters.Count;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import livekit.LivekitAgent;
import livekit.LivekitAgent.JobStatus;
import livekit.LivekitAgent.ServerMessage;
import livekit.LivekitAgent.WorkerMessage;
import livekit.LivekitAgent.WorkerMessage.MessageCase;
import livekit.LivekitAgent.WorkerStatus;
import livekit.LivekitModels;
import org.junit.jupiter.api.Test;

class WorkerSessionTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> events = new ArrayList<>();
    private final WorkerCounters counters = new WorkerCounters();
    private JobAnswer answer = new JobAnswer.Accept("agent-1", "Agent", Map.of("a", "b"));
    private long nowNs = 5 * SECOND;
    private final WorkerSession session = new WorkerSession(
            WorkerOptions.of("earshot", JobType.ROOM, "", "1.0"), new Listener(), counters, new Random(1));

    private final class Listener implements WorkerListener {
        @Override
        public JobAnswer onOffer(Job job) {
            events.add("offer " + job.id());
            return answer;
        }

        @Override
        public void onAssigned(Job job, String url, String token) {
            events.add("assigned " + job.id() + " " + job.room() + " " + token);
        }

        @Override
        public void onUnassigned(Job job) {
            events.add("unassigned " + job.id());
        }

        @Override
        public void onTerminated(String jobId) {
            events.add("terminated " + jobId);
        }
    }

    @Test
    void shouldRegisterUnderItsNameAndTellThatItIsFree() {
        session.start();
        assertThat(session.poll()).isInstanceOf(WorkerOutput.Connect.class);
        session.onOpen(nowNs);
        WorkerMessage register = sent();
        assertThat(register.getRegister().getAgentName()).isEqualTo("earshot");
        assertThat(register.getRegister().getType()).isEqualTo(LivekitAgent.JobType.JT_ROOM);
        assertThat(register.getRegister().getAllowedPermissions().getCanPublish())
                .isTrue();
        welcome();
        assertThat(session.state()).isEqualTo(WorkerState.REGISTERED);
        assertThat(session.workerId()).isEqualTo("AW_1");
        assertThat(sent().getUpdateWorker().getStatus()).isEqualTo(WorkerStatus.WS_AVAILABLE);
    }

    @Test
    void shouldTakeAJobAndTellHowItGoes() {
        registered();
        offer("AJ_1");
        WorkerMessage available = sent();
        assertThat(available.getAvailability().getAvailable()).isTrue();
        assertThat(available.getAvailability().getParticipantIdentity()).isEqualTo("agent-1");
        assertThat(available.getAvailability().getParticipantAttributesMap()).containsEntry("a", "b");
        assign("AJ_1");
        assertThat(sent().getUpdateJob().getStatus()).isEqualTo(JobStatus.JS_RUNNING);
        session.finished("AJ_1", true, "");
        assertThat(sent().getUpdateJob().getStatus()).isEqualTo(JobStatus.JS_SUCCESS);
        assertThat(events).containsExactly("offer AJ_1", "assigned AJ_1 room-1 token");
        assertThat(session.jobs()).isZero();
    }

    @Test
    void shouldDeclineWhatItIsToldToDecline() {
        registered();
        answer = new JobAnswer.Decline();
        offer("AJ_1");
        assertThat(sent().getAvailability().getAvailable()).isFalse();
    }

    @Test
    void shouldEndAJobThatNeedsNobody() {
        registered();
        answer = new JobAnswer.Needless();
        offer("AJ_1");
        WorkerMessage message = sent();
        assertThat(message.getAvailability().getTerminate()).isTrue();
        assertThat(message.getAvailability().getAvailable()).isFalse();
    }

    @Test
    void shouldTellItsLoadWhenItChanges() {
        registered();
        session.load(0.5, false);
        assertThat(sent().getUpdateWorker().getLoad()).isEqualTo(0.5f);
        session.load(0.501, false);
        assertThat(session.poll()).isNull();
        session.load(1, true);
        assertThat(sent().getUpdateWorker().getStatus()).isEqualTo(WorkerStatus.WS_FULL);
    }

    @Test
    void shouldTakeNoJobWhileItDrainsAndLetRunningOnesEnd() {
        registered();
        running("AJ_1");
        session.drain();
        assertThat(sent().getUpdateWorker().getStatus()).isEqualTo(WorkerStatus.WS_FULL);
        offer("AJ_2");
        assertThat(sent().getAvailability().getAvailable()).isFalse();
        assertThat(events).doesNotContain("offer AJ_2");
        session.finished("AJ_1", true, "");
        assertThat(sent().getUpdateJob().getStatus()).isEqualTo(JobStatus.JS_SUCCESS);
    }

    @Test
    void shouldGiveUpAJobThatIsNotAssignedInTime() {
        registered();
        offer("AJ_1");
        drainOutputs();
        nowNs = session.deadlineNs();
        session.onDeadline(nowNs);
        nowNs += 3 * SECOND;
        session.onDeadline(nowNs);
        assertThat(events).contains("unassigned AJ_1");
        drainOutputs();
        assign("AJ_1");
        WorkerMessage told = sent();
        assertThat(told.getUpdateJob().getStatus()).isEqualTo(JobStatus.JS_FAILED);
        assertThat(events).doesNotContain("assigned AJ_1 room-1 token");
    }

    @Test
    void shouldPassOnATerminationOnce() {
        registered();
        running("AJ_1");
        terminate("AJ_1");
        terminate("AJ_1");
        terminate("AJ_other");
        assertThat(events.stream().filter(event -> event.startsWith("terminated")))
                .containsExactly("terminated AJ_1");
        session.finished("AJ_1", true, "");
        assertThat(session.poll()).isNull();
    }

    @Test
    void shouldComeBackAfterALossAndNameTheJobsThatRun() {
        registered();
        running("AJ_1");
        session.onLost("reset", nowNs);
        assertThat(session.state()).isEqualTo(WorkerState.WAITING);
        nowNs = session.deadlineNs();
        session.onDeadline(nowNs);
        assertThat(session.poll()).isInstanceOf(WorkerOutput.Connect.class);
        session.onOpen(nowNs);
        sent();
        welcome();
        assertThat(sent().getMessageCase()).isEqualTo(MessageCase.UPDATE_WORKER);
        assertThat(sent().getMigrateJob().getJobIdsList()).containsExactly("AJ_1");
    }

    @Test
    void shouldWaitLongerEachTimeButNeverLongerThanTheLongest() {
        session.start();
        long lastMs = 0;
        for (int i = 0; i < 30; i++) {
            session.onRefused(503, nowNs);
            long waitMs = (session.deadlineNs() - nowNs) / 1_000_000;
            assertThat(waitMs).isBetween(125L, 10_000L);
            lastMs = waitMs;
            nowNs = session.deadlineNs();
            session.onDeadline(nowNs);
        }
        assertThat(lastMs).isGreaterThanOrEqualTo(5_000);
        assertThat(counters.value(Count.REFUSALS)).isEqualTo(30);
    }

    @Test
    void shouldBeginItsWaitsAnewAfterAStableTime() {
        session.start();
        for (int i = 0; i < 10; i++) {
            session.onLost("down", nowNs);
            nowNs = session.deadlineNs();
            session.onDeadline(nowNs);
        }
        session.onOpen(nowNs);
        welcome();
        nowNs += Duration.ofSeconds(60).toNanos();
        session.onLost("reset", nowNs);
        assertThat(session.deadlineNs() - nowNs).isLessThanOrEqualTo(SECOND / 4);
    }

    @Test
    void shouldGiveUpAConnectionThatAnswersNoPing() {
        registered();
        for (int i = 0; i < 3; i++) {
            nowNs = session.deadlineNs();
            session.onDeadline(nowNs);
            assertThat(sent().getMessageCase()).isEqualTo(MessageCase.PING);
        }
        nowNs = session.deadlineNs();
        session.onDeadline(nowNs);
        assertThat(session.poll()).isInstanceOf(WorkerOutput.Disconnect.class);
        assertThat(session.state()).isEqualTo(WorkerState.WAITING);
    }

    @Test
    void shouldStayWhilePingsAreAnswered() {
        registered();
        for (int i = 0; i < 20; i++) {
            nowNs = session.deadlineNs();
            session.onDeadline(nowNs);
            assertThat(sent().getMessageCase()).isEqualTo(MessageCase.PING);
            receive(ServerMessage.newBuilder().setPong(LivekitAgent.WorkerPong.newBuilder()));
        }
        assertThat(session.state()).isEqualTo(WorkerState.REGISTERED);
    }

    @Test
    void shouldGiveUpAServerThatDoesNotWelcomeIt() {
        session.start();
        session.poll();
        session.onOpen(nowNs);
        drainOutputs();
        nowNs = session.deadlineNs();
        session.onDeadline(nowNs);
        assertThat(session.poll()).isInstanceOf(WorkerOutput.Disconnect.class);
        assertThat(session.state()).isEqualTo(WorkerState.WAITING);
    }

    @Test
    void shouldCountWhatItDoesNotUnderstand() {
        registered();
        session.onMessage(ByteBuffer.wrap(new byte[] {(byte) 0xff, 1, 2}), nowNs);
        session.onMessage(ByteBuffer.allocate(0), nowNs);
        assertThat(counters.value(Count.MESSAGES_MALFORMED)).isEqualTo(1);
        assertThat(counters.value(Count.MESSAGES_UNKNOWN)).isEqualTo(1);
        assertThat(session.state()).isEqualTo(WorkerState.REGISTERED);
    }

    @Test
    void shouldDoNothingMoreOnceStopped() {
        registered();
        session.stop();
        assertThat(session.poll()).isInstanceOf(WorkerOutput.Disconnect.class);
        session.onLost("closed", nowNs);
        offer("AJ_1");
        assertThat(session.poll()).isNull();
        assertThat(session.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(session.state()).isEqualTo(WorkerState.STOPPED);
    }

    private void registered() {
        session.start();
        session.onOpen(nowNs);
        welcome();
        drainOutputs();
    }

    private void running(String id) {
        offer(id);
        assign(id);
        drainOutputs();
    }

    private void welcome() {
        receive(ServerMessage.newBuilder()
                .setRegister(LivekitAgent.RegisterWorkerResponse.newBuilder().setWorkerId("AW_1")));
    }

    private void offer(String id) {
        receive(ServerMessage.newBuilder()
                .setAvailability(LivekitAgent.AvailabilityRequest.newBuilder().setJob(job(id))));
    }

    private void assign(String id) {
        receive(ServerMessage.newBuilder()
                .setAssignment(
                        LivekitAgent.JobAssignment.newBuilder().setJob(job(id)).setToken("token")));
    }

    private void terminate(String id) {
        receive(ServerMessage.newBuilder()
                .setTermination(LivekitAgent.JobTermination.newBuilder().setJobId(id)));
    }

    private static LivekitAgent.Job job(String id) {
        return LivekitAgent.Job.newBuilder()
                .setId(id)
                .setRoom(LivekitModels.Room.newBuilder().setName("room-1").setSid("RM_1"))
                .build();
    }

    private void receive(ServerMessage.Builder message) {
        session.onMessage(ByteBuffer.wrap(message.build().toByteArray()), nowNs);
    }

    /** The next message sent, past what concerns the socket. */
    private WorkerMessage sent() {
        WorkerOutput output = session.poll();
        while (output instanceof WorkerOutput.Connect) {
            output = session.poll();
        }
        assertThat(output).isInstanceOf(WorkerOutput.Send.class);
        return ((WorkerOutput.Send) output).message();
    }

    private void drainOutputs() {
        while (session.poll() != null) {
            continue;
        }
    }
}
