package io.earshot.livekit.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import io.earshot.livekit.worker.WorkerCounters.Count;
import io.earshot.media.retry.Backoff;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import livekit.LivekitAgent.AvailabilityRequest;
import livekit.LivekitAgent.AvailabilityResponse;
import livekit.LivekitAgent.JobAssignment;
import livekit.LivekitAgent.JobStatus;
import livekit.LivekitAgent.MigrateJobRequest;
import livekit.LivekitAgent.RegisterWorkerRequest;
import livekit.LivekitAgent.ServerMessage;
import livekit.LivekitAgent.UpdateJobStatus;
import livekit.LivekitAgent.UpdateWorkerStatus;
import livekit.LivekitAgent.WorkerMessage;
import livekit.LivekitAgent.WorkerPing;
import livekit.LivekitAgent.WorkerStatus;
import livekit.LivekitModels.ParticipantPermission;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of LiveKit's agent workers (version 1) without socket, clock or thread: inputs with their time, outputs from {@link #poll}, and
 * events to the listener from within an input. Jobs that run outlive a lost connection; the server is told of them again (it may have
 * forgotten them, and they run on). Confined to its caller's thread.
 */
final class WorkerSession {
    private static final int MOST_OUTPUTS = 1_000;
    private static final int PINGS_BEFORE_LOSS = 3;

    private final WorkerOptions options;
    private final WorkerListener listener;
    private final WorkerCounters counters;
    private final Backoff backoff;
    private final Queue<WorkerOutput> outputs = new ArrayDeque<>();
    /** Accepted and not assigned yet, with the time until which it is kept. */
    private final Map<String, Reservation> reserved = new LinkedHashMap<>();

    private final Set<String> running = new LinkedHashSet<>();
    private WorkerState state = WorkerState.IDLE;
    private long stateDeadlineNs = Long.MAX_VALUE;
    private long nextPingNs = Long.MAX_VALUE;
    private long registeredNs;
    private int unanswered;
    private double load;
    private boolean full;
    private boolean draining;
    private String workerId = "";

    private record Reservation(Job job, long untilNs) {}

    WorkerSession(WorkerOptions options, WorkerListener listener, WorkerCounters counters, RandomGenerator random) {
        this.options = options;
        this.listener = listener;
        this.counters = counters;
        this.backoff = new Backoff(options.firstBackOff(), options.longestBackOff(), random);
    }

    WorkerState state() {
        return state;
    }

    /** The server's name for this registration ({@code AW_…}); empty before it. */
    String workerId() {
        return workerId;
    }

    /** Jobs that run or are about to. */
    int jobs() {
        return running.size() + reserved.size();
    }

    /** Begins to connect. */
    void start() {
        if (state == WorkerState.IDLE) {
            connect("started");
        }
    }

    /** Takes no more jobs from now on; running ones go on. */
    void drain() {
        if (!draining) {
            draining = true;
            tellStatus();
        }
    }

    /** Takes jobs again. */
    void resume() {
        if (draining) {
            draining = false;
            tellStatus();
        }
    }

    /** Ends for good. Running jobs are no more the worker's. */
    void stop() {
        if (state != WorkerState.STOPPED) {
            outputs.add(new WorkerOutput.Disconnect());
            become(WorkerState.STOPPED, "stopped");
            stateDeadlineNs = Long.MAX_VALUE;
            nextPingNs = Long.MAX_VALUE;
            running.clear();
            reserved.clear();
        }
    }

    /**
     * How busy this node is, as a share of what it can carry.
     *
     * @param share 0 to 1
     * @param takesNoMore whether no further job is wanted
     */
    void load(double share, boolean takesNoMore) {
        boolean changed = Math.abs(share - load) >= 0.005 || takesNoMore != full;
        load = Math.clamp(share, 0, 1);
        full = takesNoMore;
        if (changed) {
            tellStatus();
        }
    }

    /** A job of ours is over. */
    void finished(String jobId, boolean success, String error) {
        if (running.remove(jobId)) {
            counters.count(success ? Count.JOBS_SUCCEEDED : Count.JOBS_FAILED);
            tellJob(jobId, success ? JobStatus.JS_SUCCESS : JobStatus.JS_FAILED, error);
        }
    }

    // ---- what the socket tells

    void onOpen(long nowNs) {
        if (state != WorkerState.CONNECTING) {
            return;
        }
        become(WorkerState.REGISTERING, "connected");
        stateDeadlineNs = nowNs + options.registerTimeout().toNanos();
        RegisterWorkerRequest.Builder register = RegisterWorkerRequest.newBuilder()
                .setType(options.type().wire())
                .setAgentName(options.agentName())
                .setVersion(options.version())
                .setPingInterval((int) options.pingInterval().toSeconds())
                .setAllowedPermissions(ParticipantPermission.newBuilder()
                        .setCanPublish(true)
                        .setCanSubscribe(true)
                        .setCanPublishData(true)
                        .setCanUpdateMetadata(true));
        if (!options.namespace().isEmpty()) {
            register.setNamespace(options.namespace());
        }
        send(WorkerMessage.newBuilder().setRegister(register));
    }

    void onMessage(ByteBuffer payload, long nowNs) {
        ServerMessage message;
        try {
            message = ServerMessage.parseFrom(payload);
        } catch (InvalidProtocolBufferException malformed) {
            counters.count(Count.MESSAGES_MALFORMED);
            return;
        }
        switch (message.getMessageCase()) {
            case REGISTER -> onRegistered(message.getRegister().getWorkerId(), nowNs);
            case AVAILABILITY -> onOffer(message.getAvailability(), nowNs);
            case ASSIGNMENT -> onAssigned(message.getAssignment());
            case TERMINATION -> onTerminated(message.getTermination().getJobId());
            case PONG -> unanswered = 0;
            case MESSAGE_NOT_SET -> counters.count(Count.MESSAGES_UNKNOWN);
        }
    }

    /** The server did not take the connection; it is tried again, since keys and servers change. */
    void onRefused(int httpStatus, long nowNs) {
        counters.count(Count.REFUSALS);
        lost(
                switch (httpStatus) {
                    case 401, 403 ->
                        "refused with " + httpStatus + ": the API key or its secret is wrong, or the clocks differ";
                    case 404 -> "refused with 404: no LiveKit server, or one without agents";
                    default -> "refused with " + httpStatus;
                },
                nowNs);
    }

    /** No connection, or no more. */
    void onLost(String cause, long nowNs) {
        counters.count(Count.LOSSES);
        lost(cause, nowNs);
    }

    // ---- time

    long deadlineNs() {
        long earliest = Math.min(stateDeadlineNs, nextPingNs);
        for (Reservation waiting : reserved.values()) {
            earliest = Math.min(earliest, waiting.untilNs());
        }
        return earliest;
    }

    void onDeadline(long nowNs) {
        releaseStale(nowNs);
        if (nextPingNs != Long.MAX_VALUE && nextPingNs - nowNs <= 0) {
            ping(nowNs);
        }
        if (stateDeadlineNs == Long.MAX_VALUE || stateDeadlineNs - nowNs > 0) {
            return;
        }
        stateDeadlineNs = Long.MAX_VALUE;
        switch (state) {
            case WAITING -> connect("trying again");
            case REGISTERING -> drop("no welcome in time", nowNs);
            case IDLE, CONNECTING, REGISTERED, STOPPED -> {}
        }
    }

    @Nullable
    WorkerOutput poll() {
        return outputs.poll();
    }

    // ---- within

    private void onRegistered(String id, long nowNs) {
        if (state != WorkerState.REGISTERING) {
            return;
        }
        counters.count(Count.REGISTRATIONS);
        workerId = id;
        registeredNs = nowNs;
        unanswered = 0;
        stateDeadlineNs = Long.MAX_VALUE;
        nextPingNs = nowNs + options.pingInterval().toNanos();
        become(WorkerState.REGISTERED, "worker " + id);
        tellStatus();
        if (!running.isEmpty()) {
            send(WorkerMessage.newBuilder()
                    .setMigrateJob(MigrateJobRequest.newBuilder().addAllJobIds(running)));
        }
    }

    private void onOffer(AvailabilityRequest request, long nowNs) {
        if (state != WorkerState.REGISTERED) {
            return;
        }
        Job job = Job.of(request.getJob());
        counters.count(Count.JOBS_OFFERED);
        boolean ours = reserved.containsKey(job.id()) || running.contains(job.id());
        JobAnswer answer = draining || full || ours ? new JobAnswer.Decline() : listener.onOffer(job);
        AvailabilityResponse.Builder response =
                AvailabilityResponse.newBuilder().setJobId(job.id());
        switch (answer) {
            case JobAnswer.Accept accept -> {
                counters.count(Count.JOBS_ACCEPTED);
                reserved.put(
                        job.id(),
                        new Reservation(job, nowNs + options.assignTimeout().toNanos()));
                response.setAvailable(true)
                        .setParticipantIdentity(accept.identity())
                        .setParticipantName(accept.name())
                        .putAllParticipantAttributes(accept.attributes());
            }
            case JobAnswer.Decline _ -> counters.count(Count.JOBS_DECLINED);
            case JobAnswer.Needless _ -> {
                counters.count(Count.JOBS_NEEDLESS);
                response.setTerminate(true);
            }
        }
        send(WorkerMessage.newBuilder().setAvailability(response));
    }

    private void onAssigned(JobAssignment assignment) {
        Reservation reservation = reserved.remove(assignment.getJob().getId());
        if (reservation == null) {
            // It came too late: what was kept for it is gone, so the server learns that nobody works on it.
            tellJob(assignment.getJob().getId(), JobStatus.JS_FAILED, "assigned too late");
            return;
        }
        counters.count(Count.JOBS_ASSIGNED);
        running.add(reservation.job().id());
        tellJob(reservation.job().id(), JobStatus.JS_RUNNING, "");
        listener.onAssigned(reservation.job(), assignment.getUrl(), assignment.getToken());
    }

    private void onTerminated(String jobId) {
        if (running.remove(jobId)) {
            counters.count(Count.JOBS_TERMINATED);
            listener.onTerminated(jobId);
        }
    }

    private void releaseStale(long nowNs) {
        for (Reservation waiting : List.copyOf(reserved.values())) {
            if (waiting.untilNs() - nowNs <= 0) {
                release(waiting.job());
            }
        }
    }

    private void release(Job job) {
        reserved.remove(job.id());
        counters.count(Count.JOBS_UNASSIGNED);
        listener.onUnassigned(job);
    }

    private void ping(long nowNs) {
        if (unanswered >= PINGS_BEFORE_LOSS) {
            counters.count(Count.PINGS_UNANSWERED);
            drop("no answer to " + unanswered + " pings", nowNs);
            return;
        }
        unanswered++;
        nextPingNs = nowNs + options.pingInterval().toNanos();
        send(WorkerMessage.newBuilder().setPing(WorkerPing.newBuilder().setTimestamp(nowNs / 1_000_000)));
    }

    private void connect(String reason) {
        counters.count(Count.CONNECTS);
        become(WorkerState.CONNECTING, reason);
        outputs.add(new WorkerOutput.Connect());
    }

    private void drop(String cause, long nowNs) {
        outputs.add(new WorkerOutput.Disconnect());
        onLost(cause, nowNs);
    }

    private void lost(String cause, long nowNs) {
        if (state == WorkerState.STOPPED) {
            return;
        }
        if (state == WorkerState.REGISTERED
                && nowNs - registeredNs >= options.stableAfter().toNanos()) {
            backoff.reset();
        }
        nextPingNs = Long.MAX_VALUE;
        for (Reservation waiting : List.copyOf(reserved.values())) {
            release(waiting.job());
        }
        outputs.removeIf(WorkerOutput.Send.class::isInstance);
        Duration wait = Duration.ofNanos(backoff.nextNs());
        stateDeadlineNs = nowNs + wait.toNanos();
        become(WorkerState.WAITING, cause + "; next attempt in " + wait.toMillis() + " ms");
    }

    private void tellStatus() {
        if (state == WorkerState.REGISTERED) {
            send(WorkerMessage.newBuilder()
                    .setUpdateWorker(UpdateWorkerStatus.newBuilder()
                            .setStatus(full || draining ? WorkerStatus.WS_FULL : WorkerStatus.WS_AVAILABLE)
                            .setLoad((float) load)
                            .setJobCount(jobs())));
        }
    }

    private void tellJob(String jobId, JobStatus status, String error) {
        if (state == WorkerState.REGISTERED) {
            send(WorkerMessage.newBuilder()
                    .setUpdateJob(UpdateJobStatus.newBuilder()
                            .setJobId(jobId)
                            .setStatus(status)
                            .setError(error)));
        }
    }

    private void send(WorkerMessage.Builder message) {
        if (outputs.size() < MOST_OUTPUTS) {
            outputs.add(new WorkerOutput.Send(message.build()));
        } else {
            counters.count(Count.MESSAGES_UNSENT);
        }
    }

    private void become(WorkerState next, String reason) {
        WorkerState before = state;
        state = next;
        listener.onState(before, next, reason);
    }
}
