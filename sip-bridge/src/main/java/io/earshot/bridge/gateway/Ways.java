package io.earshot.bridge.gateway;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.GatewayConfig;
import io.earshot.bridge.config.RoutingConfig;
import io.earshot.sip.digest.DigestAlgorithm;
import io.earshot.sip.digest.DigestGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways that calls may go, as configured when they come. Immutable; the guard is thread-safe.
 *
 * @param routing what is configured
 * @param routes which way a call goes
 * @param gateway the way into rooms, or null where there is none
 * @param digests asks callers for proofs
 * @param algorithms what they may prove it with
 */
record Ways(
        RoutingConfig routing,
        Routes routes,
        @Nullable GatewayDesk gateway,
        DigestGuard digests,
        List<DigestAlgorithm> algorithms) {
    /** The ways of a configuration; proofs that were asked for before stay good. */
    static Ways of(BridgeConfig config, @Nullable GatewayDesk gateway, @Nullable Ways before) {
        GatewayConfig settings = config.gateway();
        DigestGuard digests = before != null && before.algorithms.equals(settings.digest())
                ? before.digests
                : new DigestGuard(settings.digest());
        return new Ways(config.routing(), new Routes(config.routing()), gateway, digests, settings.digest());
    }
}
