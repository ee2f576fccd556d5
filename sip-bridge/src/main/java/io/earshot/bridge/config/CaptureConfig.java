package io.earshot.bridge.config;

import java.time.Duration;
import java.util.List;

/**
 * Packet captures of single calls: SIP, RTP and RTCP in one file for Wireshark. Immutable.
 *
 * @param directory where files go; empty: there are no captures
 * @param maxBytes longest file; what comes later is counted
 * @param maxTime longest capture
 * @param maxCalls calls captured at once, flight recorders not counted
 * @param keep files older than this are deleted
 * @param keepBytes the oldest files are deleted when all are larger than this together
 * @param flightTime what a flight recorder remembers of a call: its last so and so long
 * @param flightCalls calls with a flight recorder at once; each takes memory (about 26 kB a second)
 * @param badMos a call with a mean opinion score below this ended badly
 * @param rules which calls are captured unasked; the first match counts
 */
public record CaptureConfig(
        String directory,
        long maxBytes,
        Duration maxTime,
        int maxCalls,
        Duration keep,
        long keepBytes,
        Duration flightTime,
        int flightCalls,
        double badMos,
        List<CaptureRule> rules) {

    public CaptureConfig {
        rules = List.copyOf(rules);
        if (maxBytes < 10_000 || keepBytes < maxBytes) {
            throw new IllegalArgumentException("max_bytes must be at least 10000, keep_bytes at least max_bytes");
        }
        if (maxTime.toSeconds() < 1 || keep.toSeconds() < 1) {
            throw new IllegalArgumentException("max_time and keep must be at least 1s");
        }
        if (maxCalls < 0 || maxCalls > 1_000 || flightCalls < 0 || flightCalls > 10_000) {
            throw new IllegalArgumentException("max_calls must be 0 to 1000, flight_calls 0 to 10000");
        }
        if (flightTime.toSeconds() < 1 || flightTime.toMinutes() > 10) {
            throw new IllegalArgumentException("flight_time must be 1s to 10m");
        }
        if (badMos < 1 || badMos > 5) {
            throw new IllegalArgumentException("bad_mos must be 1 to 5");
        }
    }

    /** No captures. */
    public static CaptureConfig defaults() {
        return new CaptureConfig(
                "",
                50_000_000,
                Duration.ofMinutes(30),
                20,
                Duration.ofDays(7),
                1_000_000_000,
                Duration.ofSeconds(60),
                50,
                3.5,
                List.of());
    }

    /** Whether there may be captures. */
    public boolean configured() {
        return !directory.isEmpty();
    }
}
