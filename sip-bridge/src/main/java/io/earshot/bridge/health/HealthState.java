package io.earshot.bridge.health;

import java.util.Locale;

/**
 * How a component fares. Immutable.
 *
 * @param status whether it works
 * @param reason what is wrong, in words for people; empty or a figure when nothing is
 */
public record HealthState(Status status, String reason) {
    /** Whether a component works. */
    public enum Status {
        /** It works. */
        OK,
        /** It works less well than it should. */
        DEGRADED,
        /** It does not work. */
        DOWN;

        /** Name in answers and metrics. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final HealthState FINE = new HealthState(Status.OK, "");

    /** It works. */
    public static HealthState ok() {
        return FINE;
    }

    /** It works; {@code figure} tells how much of it is in use. */
    public static HealthState ok(String figure) {
        return new HealthState(Status.OK, figure);
    }

    /** It works less well. */
    public static HealthState degraded(String reason) {
        return new HealthState(Status.DEGRADED, reason);
    }

    /** It does not work. */
    public static HealthState down(String reason) {
        return new HealthState(Status.DOWN, reason);
    }

    /** {@link Status#DOWN} for a reason, {@link Status#OK} for an empty one. */
    public static HealthState downUnlessEmpty(String reason) {
        return reason.isEmpty() ? FINE : down(reason);
    }
}
