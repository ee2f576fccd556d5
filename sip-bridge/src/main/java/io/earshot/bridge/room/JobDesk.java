package io.earshot.bridge.room;

import io.earshot.bridge.config.WorkerConfig;
import io.earshot.bridge.leg.CallEnd;
import io.earshot.bridge.livekit.LiveKitDesk;
import io.earshot.bridge.webhook.LogText;
import io.earshot.livekit.token.SignedToken;
import io.earshot.livekit.worker.AgentWorker;
import io.earshot.livekit.worker.Job;
import io.earshot.livekit.worker.JobAnswer;
import io.earshot.livekit.worker.JobType;
import io.earshot.livekit.worker.WorkerCounters;
import io.earshot.livekit.worker.WorkerListener;
import io.earshot.livekit.worker.WorkerLoad;
import io.earshot.livekit.worker.WorkerOptions;
import io.earshot.livekit.worker.WorkerState;
import io.earshot.media.net.MediaLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs of LiveKit's agent dispatch for the {@link RoomDesk}: the server spreads them over the nodes that are registered. What a job
 * was answered with is confined to the worker's loop; the rest is thread-safe.
 */
public final class JobDesk implements WorkerListener, WorkerLoad, TaskListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobDesk.class);

    /** As LiveKit signs tokens of jobs. */
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    private final RoomDesk desk;
    private final WorkerConfig config;
    private final String name;
    /** Accepted jobs that are not assigned yet. */
    private final Map<String, RoomTask> accepted = new HashMap<>();

    private final AgentWorker worker;

    /** Registers, on one of the media loops. */
    public JobDesk(RoomDesk desk, LiveKitDesk livekit, MediaLoop loop, String version) {
        this.desk = desk;
        this.config = livekit.config().worker();
        this.name = livekit.config().room().name();
        JobType type = switch (config.type()) {
            case ROOM -> JobType.ROOM;
            case PUBLISHER -> JobType.PUBLISHER;
        };
        this.worker = AgentWorker.start(
                loop.eventLoop(),
                livekit.url(),
                livekit::key,
                livekit.config().timeouts().connect(),
                WorkerOptions.of(config.agentName(), type, config.namespace(), version),
                this,
                this);
    }

    /** How the registration stands. */
    public WorkerState state() {
        return worker.state();
    }

    /** What the worker met. */
    public WorkerCounters counters() {
        return worker.counters();
    }

    /** Takes no more jobs; running ones go on. */
    public void drain() {
        worker.drain();
    }

    /** Takes jobs again. */
    public void resume() {
        worker.resume();
    }

    /** Ends the registration. */
    @Override
    public void close() {
        worker.close();
    }

    // ---- what the worker tells, on its loop

    @Override
    public JobAnswer onOffer(Job job) {
        if (desk.admission().isTaken(job.room())) {
            log.info("job {} needs nobody: room {} has its agent", job.id(), LogText.of(job.room()));
            return new JobAnswer.Needless();
        }
        Admission.Obstacle obstacle = desk.admission().obstacle();
        if (obstacle != null || !desk.admission().take(job.room())) {
            if (obstacle != null) {
                desk.counters().declined(obstacle);
            }
            return new JobAnswer.Decline();
        }
        RoomTask task = desk.task(job.room(), job.participant(), job.id());
        accepted.put(job.id(), task);
        log.info("job {} accepted: call={} room={}", job.id(), task.callId(), LogText.of(job.room()));
        return new JobAnswer.Accept(task.identity(), name, Joining.attributes(task));
    }

    @Override
    public void onAssigned(Job job, String url, String token) {
        RoomTask task = accepted.remove(job.id());
        if (task != null) {
            boolean usable = url.isEmpty() && !token.isEmpty();
            desk.start(
                    usable ? task.with(SignedToken.received(token, Instant.now().plus(TOKEN_LIFETIME))) : task, this);
        }
    }

    @Override
    public void onUnassigned(Job job) {
        RoomTask task = accepted.remove(job.id());
        if (task != null) {
            log.info("job {} went elsewhere", job.id());
            desk.admission().release(task.room());
        }
    }

    @Override
    public void onTerminated(String jobId) {
        desk.endJob(jobId, new CallEnd.EndRequested("the dispatch was ended"));
    }

    // ---- what it asks

    @Override
    public double share() {
        return desk.load();
    }

    @Override
    public boolean full() {
        return !desk.refusal().isEmpty() || desk.load() >= config.maximumLoad();
    }

    // ---- what calls tell

    @Override
    public void onOver(RoomTask task, boolean success, String detail) {
        worker.finished(task.jobId(), success, success ? "" : detail);
    }
}
