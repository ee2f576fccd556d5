package io.earshot.bridge.observe;

import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.media.retry.BreakerState;
import io.earshot.sip.SipCounters;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Components whose state follows from what their parts count. Stateless. */
public final class Components {
    private Components() {}

    /** RTP ports: down when none is left. */
    public static void ports(Health health, IntSupplier used, IntSupplier all) {
        health.require("media_ports", () -> {
            String figure = used.getAsInt() + " of " + all.getAsInt() + " port pairs in use";
            boolean scarce = used.getAsInt() * 10 > all.getAsInt() * 9;
            return used.getAsInt() >= all.getAsInt()
                    ? HealthState.down(figure)
                    : scarce ? HealthState.degraded(figure) : HealthState.ok(figure);
        });
    }

    /** The SIP endpoint: degraded when it met a fault of its own. */
    public static void sip(Health health, Supplier<SipCounters> counts) {
        health.require("sip", () -> {
            SipCounters now = counts.get();
            long faults = now.bugs() + now.transport().faults();
            return faults == 0
                    ? HealthState.ok(now.callsAlive() + " dialogs")
                    : HealthState.degraded(faults + " internal faults since the start; see the log");
        });
    }

    /** LiveKit's server API by its breaker. */
    public static void livekit(Health health, Supplier<BreakerState> breaker) {
        health.register("livekit_api", () -> switch (breaker.get()) {
            case CLOSED -> HealthState.ok();
            case HALF_OPEN -> HealthState.degraded("failed too often; one request finds out whether it is back");
            case OPEN -> HealthState.down("failed too often; it is asked again within a minute");
        });
    }
}
