package io.earshot.bridge.delivery;

import java.time.Duration;

/**
 * How patient a feed is. Immutable.
 *
 * @param firstWait after a failed attempt, doubled each time
 * @param longestWait bound of that, and of what the receiver asks for
 * @param tries attempts after which a refused entry is put aside
 * @param maxAge after which an entry is put aside; zero: never
 * @param maxBacklog octets that wait at most; 0: any
 */
public record FeedConfig(Duration firstWait, Duration longestWait, int tries, Duration maxAge, long maxBacklog) {}
