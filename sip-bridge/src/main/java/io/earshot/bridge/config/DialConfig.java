package io.earshot.bridge.config;

import java.util.List;

/**
 * Where the bridge may send calls on its own account: transfers, whoever asks for them, against toll fraud. Numbers are compared
 * without the characters that only help to read them, and {@code 00} or {@code 011} at the begin counts as {@code +}. Immutable.
 *
 * @param allow begins of numbers, or SIP hosts as {@code @host}, that are allowed; empty: whatever is not denied
 * @param deny begins of numbers, or SIP hosts, that are not, unless {@code allow} names a longer begin
 * @param homeCountry country code; numbers of other countries are then denied unless {@code allow} names them; empty: no
 *     difference is made
 * @param perHour calls sent in an hour; 0: no bound
 * @param perDay calls sent in 24 hours; 0: no bound
 * @param perDestination calls sent to one destination in an hour; 0: no bound
 * @param concurrent calls being sent at once; 0: no bound
 */
public record DialConfig(
        List<String> allow,
        List<String> deny,
        String homeCountry,
        int perHour,
        int perDay,
        int perDestination,
        int concurrent) {
    public DialConfig {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        if (!homeCountry.matches("\\+?[0-9]{0,3}")) {
            throw new IllegalArgumentException("home_country must be a country code such as 49");
        }
        if (perHour < 0 || perDay < 0 || perDestination < 0 || concurrent < 0) {
            throw new IllegalArgumentException("caps must not be negative");
        }
    }

    /**
     * Everywhere but to numbers that are there to be expensive: satellites, international networks and international premium
     * rate (+870, +878, +88, +808, +979), premium rate of North America, the United Kingdom, Germany, Austria and Switzerland.
     */
    public static DialConfig defaults() {
        return new DialConfig(
                List.of(),
                List.of(
                        "+808", "+870", "+878", "+88", "+979", "+1900", "+1976", "+449", "+4470", "+49900", "+49137",
                        "+43900", "+43930", "+41900", "+41901", "+41906", "0900"),
                "",
                60,
                500,
                10,
                20);
    }
}
