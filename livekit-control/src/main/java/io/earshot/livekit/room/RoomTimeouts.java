package io.earshot.livekit.room;

import java.time.Duration;

/**
 * How long a {@link Room} waits. Immutable.
 *
 * @param connect longest TCP connection attempt to one address
 * @param join longest time from the start to the media path (or to the server's welcome where no media is wanted)
 * @param request longest wait for the server's answer to a request
 * @param resume longest time for all attempts to resume a lost session
 * @param reconnect longest time for coming back in all, resuming included; then the room is {@link RoomEnd.Lost}
 * @param firstBackOff wait before the second attempt; doubled each time, with jitter
 * @param longestBackOff longest wait between attempts
 */
public record RoomTimeouts(
        Duration connect,
        Duration join,
        Duration request,
        Duration resume,
        Duration reconnect,
        Duration firstBackOff,
        Duration longestBackOff) {
    /** 3 s to connect, 10 s to join, 5 s for requests, 15 s to resume, 60 s to come back, waiting 250 ms to 5 s. */
    public static final RoomTimeouts DEFAULT = new RoomTimeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(60),
            Duration.ofMillis(250),
            Duration.ofSeconds(5));

    /**
     * Checks each.
     *
     * @throws IllegalArgumentException when one is not positive
     */
    public RoomTimeouts {
        for (Duration each : new Duration[] {connect, join, request, resume, reconnect, firstBackOff, longestBackOff}) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("a room's timeouts are longer than 0");
            }
        }
    }
}
