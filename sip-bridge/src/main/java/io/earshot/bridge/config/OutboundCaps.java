package io.earshot.bridge.config;

import java.util.List;

/**
 * Where calls of one trunk may go and how much, on top of {@code guard.dial}, which bounds all trunks together; 0: no bound. Immutable.
 *
 * @param allow begins of numbers that are allowed; empty: whatever is not denied
 * @param deny begins of numbers that are not, unless {@code allow} names a longer begin
 * @param calls calls at once
 * @param perMinute calls begun in a minute
 * @param perHour calls begun in an hour
 * @param minutesPerDay minutes talked in 24 hours; a call that reaches the bound is ended
 * @param pricePerMinute what a minute costs at most, in any currency
 * @param spendPerDay what may be spent in 24 hours, in the same currency; a call that reaches the bound is ended
 */
public record OutboundCaps(
        List<String> allow,
        List<String> deny,
        int calls,
        int perMinute,
        int perHour,
        int minutesPerDay,
        double pricePerMinute,
        double spendPerDay) {
    public OutboundCaps {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        if (calls < 0 || perMinute < 0 || perHour < 0 || minutesPerDay < 0 || pricePerMinute < 0 || spendPerDay < 0) {
            throw new IllegalArgumentException("caps must not be negative");
        }
        if (spendPerDay > 0 && pricePerMinute == 0) {
            throw new IllegalArgumentException("spend_per_day needs price_per_minute");
        }
    }

    /** Ten calls at once, 20 a minute, 200 an hour, ten hours of talk a day. */
    public static OutboundCaps defaults() {
        return new OutboundCaps(List.of(), List.of(), 10, 20, 200, 600, 0, 0);
    }

    /** Seconds that may be talked in 24 hours; {@link Double#POSITIVE_INFINITY} without a bound. */
    public double secondsPerDay() {
        double minutes = minutesPerDay == 0 ? Double.POSITIVE_INFINITY : minutesPerDay;
        double paid = spendPerDay == 0 ? Double.POSITIVE_INFINITY : spendPerDay / pricePerMinute;
        return 60 * Math.min(minutes, paid);
    }
}
