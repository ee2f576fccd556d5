package io.earshot.bridge.config;

import java.time.Duration;
import java.util.List;

/**
 * What makes a source a nuisance that is not listened to for a while. Each count is of one source within {@code window}; 0: that
 * bans nobody. Immutable.
 *
 * @param enabled whether anybody is banned
 * @param duration how long
 * @param window time in which the counts below are reached
 * @param malformed messages that are no SIP or broken
 * @param unserved requests of methods that are not served here, such as REGISTER
 * @param stray messages that belong to no call
 * @param flooded requests and connections beyond the limits of {@code sip.flood} and {@code sip.transport}
 * @param failedDigests wrong passwords
 * @param refused calls to numbers that nobody answers here, or that are forbidden
 * @param numbers different numbers called
 * @param userAgents words in User-Agent, upper and lower case alike, that ban at once
 * @param trusted addresses or networks that are never banned; those of trunks are not either
 * @param remembered sources and bans kept at most, each
 */
public record BanConfig(
        boolean enabled,
        Duration duration,
        Duration window,
        int malformed,
        int unserved,
        int stray,
        int flooded,
        int failedDigests,
        int refused,
        int numbers,
        List<String> userAgents,
        List<String> trusted,
        int remembered) {
    public BanConfig {
        userAgents = List.copyOf(userAgents);
        trusted = List.copyOf(trusted);
        trusted.forEach(AddressRange::parse);
        if (duration.toSeconds() < 1 || duration.toDays() > 30) {
            throw new IllegalArgumentException("duration must be 1s to 720h");
        }
        if (window.toSeconds() < 1 || window.toHours() > 1) {
            throw new IllegalArgumentException("window must be 1s to 1h");
        }
        if (Math.min(Math.min(malformed, unserved), Math.min(stray, flooded)) < 0
                || Math.min(failedDigests, refused) < 0
                || numbers < 0
                || numbers > 10_000) {
            throw new IllegalArgumentException("counts must not be negative, and numbers not above 10000");
        }
        if (userAgents.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("user_agents must not hold an empty word, which is in every name");
        }
        if (remembered < 100 || remembered > 1_000_000) {
            throw new IllegalArgumentException("remembered must be 100 to 1000000");
        }
    }

    /** On, for five minutes, with room for what a busy trunk does that nobody configured. */
    public static BanConfig defaults() {
        return new BanConfig(
                true,
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                20,
                30,
                100,
                200,
                10,
                20,
                100,
                List.of(
                        "friendly-scanner",
                        "sipvicious",
                        "sipcli",
                        "pplsip",
                        "sundayddr",
                        "sip-scan",
                        "siparmyknife",
                        "iwar"),
                List.of("127.0.0.1", "::1"),
                10_000);
    }
}
