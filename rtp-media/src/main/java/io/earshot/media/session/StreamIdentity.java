package io.earshot.media.session;

import io.earshot.media.rtcp.NtpTime;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * What identifies our stream: chosen at random, so that nobody can guess it (RFC 3550, sections 5.1 and 8.1).
 *
 * @param ssrc synchronization source
 * @param firstSequenceNumber 0 to 65535
 * @param firstTimestamp any
 * @param cname canonical name in RTCP (RFC 7022, short-term persistent)
 * @param ntp wall-clock time for sender reports
 * @param random spreads the times of reports
 */
record StreamIdentity(
        int ssrc, int firstSequenceNumber, int firstTimestamp, String cname, NtpTime ntp, RandomGenerator random) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static StreamIdentity random(NtpTime ntp) {
        byte[] name = new byte[12];
        RANDOM.nextBytes(name);
        String cname = java.util.Base64.getUrlEncoder().encodeToString(name);
        return new StreamIdentity(RANDOM.nextInt(), RANDOM.nextInt(1 << 16), RANDOM.nextInt(), cname, ntp, RANDOM);
    }
}
