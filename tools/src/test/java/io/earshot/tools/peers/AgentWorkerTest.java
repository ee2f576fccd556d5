package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.token.ApiKey;
import io.earshot.livekit.worker.AgentWorker;
import io.earshot.livekit.worker.Job;
import io.earshot.livekit.worker.JobAnswer;
import io.earshot.livekit.worker.JobType;
import io.earshot.livekit.worker.WorkerListener;
import io.earshot.livekit.worker.WorkerLoad;
import io.earshot.livekit.worker.WorkerOptions;
import io.earshot.livekit.worker.WorkerState;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our agent workers with a real server's dispatch. */
@Tag("peers")
@Timeout(60)
class AgentWorkerTest {
    private static final int ROOMS = 12;
    private static Peers peers;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

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

    @AfterEach
    void stopLoops() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** A node that takes every job as long as it is not told to be full. */
    private final class Node implements WorkerListener, WorkerLoad, AutoCloseable {
        final List<Job> assigned = new CopyOnWriteArrayList<>();
        final List<String> terminated = new CopyOnWriteArrayList<>();
        final List<String> tokens = new CopyOnWriteArrayList<>();
        private final boolean full;
        final AgentWorker worker;

        Node(String name, ApiKey key, boolean full) {
            this(name, peers, key, full);
        }

        Node(String name, Peers where, ApiKey key, boolean full) {
            this.full = full;
            worker = AgentWorker.start(
                    loops.next(),
                    where.url(),
                    () -> key,
                    Duration.ofSeconds(2),
                    WorkerOptions.of(name, JobType.ROOM, "", "test"),
                    this,
                    this);
        }

        Node registered() throws Exception {
            Peers.untilTrue("the registration", () -> worker.state() == WorkerState.REGISTERED);
            return this;
        }

        @Override
        public JobAnswer onOffer(Job job) {
            return new JobAnswer.Accept("agent-" + job.id(), "Agent", Map.of("test", "yes"));
        }

        @Override
        public void onAssigned(Job job, String url, String token) {
            tokens.add(token);
            assigned.add(job);
        }

        @Override
        public void onUnassigned(Job job) {}

        @Override
        public void onTerminated(String jobId) {
            terminated.add(jobId);
        }

        @Override
        public double share() {
            return assigned.size() / (double) ROOMS;
        }

        @Override
        public boolean full() {
            return full;
        }

        @Override
        public void close() {
            worker.close();
        }
    }

    @Test
    void shouldShareTheRoomsOfTwoNodesOneJobEach() throws Exception {
        try (Node one = new Node("shared", peers.key(), false).registered();
                Node two = new Node("shared", peers.key(), false).registered()) {
            for (int i = 0; i < ROOMS; i++) {
                dispatch("shared-" + i, "shared");
            }
            Peers.untilTrue("all jobs", () -> one.assigned.size() + two.assigned.size() == ROOMS);
            assertThat(Stream.concat(one.assigned.stream(), two.assigned.stream())
                            .map(Job::room))
                    .doesNotHaveDuplicates()
                    .hasSize(ROOMS);
            assertThat(one.assigned).isNotEmpty();
            assertThat(two.assigned).isNotEmpty();
            assertThat(one.tokens)
                    .doesNotHaveDuplicates()
                    .allSatisfy(token -> assertThat(token).contains("."));
        }
    }

    @Test
    void shouldGetNoJobWhileItIsFullOrDraining() throws Exception {
        try (Node busy = new Node("busy", peers.key(), true).registered();
                Node draining = new Node("busy", peers.key(), false);
                Node free = new Node("busy", peers.key(), false).registered()) {
            draining.worker.drain();
            draining.registered();
            for (int i = 0; i < 6; i++) {
                dispatch("busy-" + i, "busy");
            }
            Peers.untilTrue("all jobs", () -> free.assigned.size() == 6);
            assertThat(busy.assigned).isEmpty();
            assertThat(draining.assigned).isEmpty();
        }
    }

    @Test
    void shouldBeToldThatADispatchWasEnded() throws Exception {
        try (Node node = new Node("ended", peers.key(), false).registered()) {
            String dispatch = dispatch("ended-room", "ended");
            Peers.untilTrue("the job", () -> node.assigned.size() == 1);
            peers.api()
                    .call(
                            "AgentDispatchService",
                            "DeleteDispatch",
                            "ended-room",
                            Map.of("dispatchId", dispatch, "room", "ended-room"));
            Peers.untilTrue(
                    "the end",
                    () -> node.terminated.equals(
                            List.of(node.assigned.getFirst().id())));
        }
    }

    @Test
    void shouldKeepTryingWithAKeyThatTheServerDoesNotKnow() throws Exception {
        try (Node stranger =
                new Node("stranger", ApiKey.of("devkey", "another-secret-another-secret-another"), false)) {
            Peers.untilTrue(
                    "refusals", () -> stranger.worker.counters().values().get("refusals") >= 2);
            assertThat(stranger.worker.state()).isNotEqualTo(WorkerState.REGISTERED);
        }
    }

    @Test
    void shouldComeBackWhenTheServerDoes() throws Exception {
        try (Peers restarted = Peers.start();
                Node node = new Node("back", restarted, restarted.key(), false).registered()) {
            restarted.server.kill();
            Peers.untilTrue("the loss", () -> node.worker.state() == WorkerState.WAITING);
            restarted.server.begin();
            restarted.server.awaitReady();
            node.registered();
            // For a while it sends rooms to the node that it was.
            Peers.untilTrue("a room", () -> hasRoom(restarted));
            dispatch(restarted, "after", "back");
            Peers.untilTrue("the job", () -> node.assigned.size() == 1);
        }
    }

    private static boolean hasRoom(Peers where) throws Exception {
        try {
            where.api().call("RoomService", "CreateRoom", "after", Map.of("name", "after"));
            return true;
        } catch (AssertionError refused) {
            return false;
        }
    }

    private static String dispatch(String room, String agent) throws Exception {
        peers.api().call("RoomService", "CreateRoom", room, Map.of("name", room));
        return dispatch(peers, room, agent);
    }

    private static String dispatch(Peers where, String room, String agent) throws Exception {
        return where.api()
                .call(
                        "AgentDispatchService",
                        "CreateDispatch",
                        room,
                        Map.of("agentName", agent, "room", room, "metadata", "m"))
                .path("id")
                .asText();
    }
}
