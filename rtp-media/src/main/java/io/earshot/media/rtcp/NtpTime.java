package io.earshot.media.rtcp;

/**
 * Maps monotonic time to 64-bit NTP time (RFC 3550, section 4) from one reading of the wall clock, so that it never
 * steps. Immutable.
 *
 * @param wallNsAtZero nanoseconds since 1970 when the monotonic clock read 0
 */
public record NtpTime(long wallNsAtZero) {
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long NS = 1_000_000_000L;

    /** From one reading of both clocks. */
    public static NtpTime of(long wallNs, long monotonicNs) {
        return new NtpTime(wallNs - monotonicNs);
    }

    /** NTP time, seconds since 1900 in the upper half. */
    public long at(long monotonicNs) {
        long wallNs = wallNsAtZero + monotonicNs;
        long seconds = Math.floorDiv(wallNs, NS) + SECONDS_1900_TO_1970;
        long fraction = (Math.floorMod(wallNs, NS) << 32) / NS;
        return seconds << 32 | fraction;
    }
}
