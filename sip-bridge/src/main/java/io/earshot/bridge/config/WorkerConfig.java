package io.earshot.bridge.config;

/**
 * How the bridge registers for LiveKit's agent dispatch. Immutable.
 *
 * @param agentName name that dispatches ask for; empty: LiveKit sends a job for every new room
 * @param namespace namespace of the deployment; empty: the default one
 * @param type which event makes a job
 * @param maximumLoad share of {@code calls.maximum} in use from which no further job is wanted, 0.1 to 1
 */
public record WorkerConfig(String agentName, String namespace, Type type, double maximumLoad) {
    /** Which event makes a job. */
    public enum Type {
        /** A room was made: one job a room. */
        ROOM,
        /** A participant published: one job for each publisher. */
        PUBLISHER
    }

    public WorkerConfig {
        if (!(maximumLoad >= 0.1 && maximumLoad <= 1)) {
            throw new IllegalArgumentException("maximum_load must be 0.1 to 1");
        }
    }

    /** Agent name {@code earshot}, one job a room. */
    public static WorkerConfig defaults() {
        return new WorkerConfig("earshot", "", Type.ROOM, 0.9);
    }
}
