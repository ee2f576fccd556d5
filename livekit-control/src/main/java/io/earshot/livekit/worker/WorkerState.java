package io.earshot.livekit.worker;

/** How a worker stands with its server. */
public enum WorkerState {
    /** Not begun. */
    IDLE,
    CONNECTING,
    /** Connected, not yet welcome. */
    REGISTERING,
    /** Jobs may come. */
    REGISTERED,
    /** No connection; the next attempt waits. */
    WAITING,
    /** Over, for good. */
    STOPPED
}
