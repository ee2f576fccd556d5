package io.earshot.livekit.worker;

/** What a worker tells its user. All on the worker's loop; none may block. */
public interface WorkerListener {
    /** A job is offered; the server waits for the answer. The same job may be offered again. */
    JobAnswer onOffer(Job job);

    /**
     * An accepted job is ours.
     *
     * @param url address to join at, or empty for the worker's own server
     * @param token token to join with; a secret
     */
    void onAssigned(Job job, String url, String token);

    /** The server gave an accepted job to nobody or to another; what was kept for it is free again. */
    void onUnassigned(Job job);

    /** The server wants a job of ours to end. */
    void onTerminated(String jobId);

    /** How the worker stands changed; {@code reason} may be logged. */
    default void onState(WorkerState from, WorkerState to, String reason) {}
}
