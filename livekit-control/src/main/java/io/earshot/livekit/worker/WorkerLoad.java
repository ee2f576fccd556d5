package io.earshot.livekit.worker;

/** How busy the node of a worker is. Asked on the worker's loop; must not block. */
public interface WorkerLoad {
    /** Share of what it can carry, 0 to 1. */
    double share();

    /** Whether it wants no further job. */
    boolean full();
}
