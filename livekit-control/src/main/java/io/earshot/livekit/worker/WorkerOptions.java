package io.earshot.livekit.worker;

import java.time.Duration;

/**
 * How a worker registers and how long it waits. Immutable.
 *
 * @param agentName name that dispatches ask for; empty: a job for every new room
 * @param type which event makes a job
 * @param namespace namespace of the deployment; empty: the default one
 * @param version this program's version, told to the server
 * @param registerTimeout from the open socket to the server's welcome
 * @param pingInterval time between pings; three without an answer mean that the connection is lost
 * @param assignTimeout from our yes to the assignment
 * @param firstBackOff wait before the second attempt to connect; doubled each time, with jitter
 * @param longestBackOff longest wait between attempts
 * @param stableAfter a registration that held for so long makes the waits begin anew
 */
public record WorkerOptions(
        String agentName,
        JobType type,
        String namespace,
        String version,
        Duration registerTimeout,
        Duration pingInterval,
        Duration assignTimeout,
        Duration firstBackOff,
        Duration longestBackOff,
        Duration stableAfter) {
    /** A worker for {@code agentName} with LiveKit's own times: 10 s to register, pings every 5 s, 7.5 s for an assignment. */
    public static WorkerOptions of(String agentName, JobType type, String namespace, String version) {
        return new WorkerOptions(
                agentName,
                type,
                namespace,
                version,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofMillis(7_500),
                Duration.ofMillis(250),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
    }
}
