package io.earshot.livekit.worker;

import livekit.LivekitAgent.WorkerMessage;

/** What a {@link WorkerSession} asks of its shell. Immutable. */
sealed interface WorkerOutput {
    /** Open a socket to the server. */
    record Connect() implements WorkerOutput {}

    /** Close the socket. */
    record Disconnect() implements WorkerOutput {}

    /** Send a message. */
    record Send(WorkerMessage message) implements WorkerOutput {}
}
