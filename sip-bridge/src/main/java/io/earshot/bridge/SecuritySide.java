package io.earshot.bridge;

import io.earshot.bridge.call.DialGate;
import io.earshot.bridge.call.Gatekeeper;
import io.earshot.bridge.call.Reception;
import io.earshot.bridge.call.RefusalCounters;
import io.earshot.bridge.config.GuardConfig;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.guard.DialPolicy;
import io.earshot.bridge.guard.Guard;
import io.earshot.bridge.guard.GuardResource;
import io.earshot.bridge.guard.GuardedReception;
import io.earshot.bridge.http.AccessRules;
import io.earshot.bridge.http.HttpResource;
import io.earshot.bridge.http.HttpServer;
import io.earshot.bridge.metrics.Families;
import io.earshot.sip.transport.SourceGuard;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything of a bridge that decides who may call and whom it may call. Thread-safe because its parts are. */
final class SecuritySide {
    /** Where health is told to everybody. */
    static final String HEALTH = "/health";

    private final RefusalCounters refusals;
    private final Guard guard;
    private final DialPolicy dialling;

    SecuritySide(GuardConfig config, RefusalCounters refusals) {
        this.refusals = refusals;
        this.guard = new Guard(config);
        this.dialling = new DialPolicy(config.dial());
    }

    /** What it goes by now. */
    GuardConfig settings() {
        return guard.settings();
    }

    /** Goes by other settings from now on; running calls go on. */
    void apply(GuardConfig config) {
        guard.apply(config);
        dialling.apply(config.dial());
    }

    /** The HTTP listener: health and webhooks are for everybody, figures and the rest for those with a token. */
    static HttpServer listen(LiveConfig live, Map<String, HttpResource> resources, @Nullable LiveKitSide livekit)
            throws IOException {
        Set<String> open =
                new HashSet<>(livekit == null ? Set.of() : livekit.resources().keySet());
        open.add(HEALTH);
        AccessRules rules = new AccessRules(open, Set.of("/metrics", "/v1/health", "/v1/latency"));
        return new HttpServer(
                live.now().http(), resources, rules, () -> live.now().http().tokens());
    }

    Gatekeeper gatekeeper() {
        return guard;
    }

    SourceGuard sourceGuard() {
        return guard;
    }

    DialGate dialling() {
        return dialling;
    }

    /** The reception behind the guard. */
    GuardedReception guarded(Reception reception) {
        return new GuardedReception(guard, reception, refusals);
    }

    /** What the HTTP listener serves of it. */
    Map<String, HttpResource> resources(GuardedReception reception) {
        return Map.of("/v1/guard", new GuardResource(guard, reception));
    }

    void addTo(Families families, GuardedReception reception) {
        guard.addTo(families);
        dialling.addTo(families);
        reception.addTo(families);
    }
}
