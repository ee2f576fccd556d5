/**
 * A worker of LiveKit's agent dispatch: registers with a server, is offered jobs, takes as many as it can carry, and tells how they go.
 * {@link io.earshot.livekit.worker.WorkerSession} is the protocol without a socket, {@link io.earshot.livekit.worker.AgentWorker} joins it
 * to one.
 */
@NullMarked
package io.earshot.livekit.worker;

import org.jspecify.annotations.NullMarked;
