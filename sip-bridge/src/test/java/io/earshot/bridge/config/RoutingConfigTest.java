package io.earshot.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingConfigTest {
    private static final Map<String, String> LIVEKIT = Map.of(
            "LIVEKIT_URL", "wss://livekit.example.org", "LIVEKIT_API_KEY", "key", "LIVEKIT_API_SECRET", "s".repeat(32));

    @Test
    void shouldNeedOnlyTheKeysOfARouteThatMatter() throws Exception {
        BridgeConfig config = load(LIVEKIT, "routing.routes=[{numbers: [\"+49*\"], mode: gateway}]");
        RouteConfig route = config.routing().routes().getFirst();
        assertThat(route.numbers()).containsExactly("+49*");
        assertThat(route.mode()).isEqualTo(RouteMode.GATEWAY);
        assertThat(route.addresses()).isEmpty();
    }

    @Test
    void shouldRefuseAGatewayWithoutLiveKit() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of(), "routing.otherwise=gateway"))
                .withMessageContaining("livekit.url");
    }

    @Test
    void shouldRefuseARouteByTrunkWithoutLiveKit() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of(), "routing.routes=[{trunks: [office]}]"))
                .withMessageContaining("livekit.url");
    }

    @Test
    void shouldRefuseARouteByRuleWhereNoRulesAreAsked() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(LIVEKIT, "gateway.dispatch=template", "routing.routes=[{rules: [office]}]"))
                .withMessageContaining("gateway.dispatch");
    }

    @Test
    void shouldNameEveryFaultOfARoute() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(
                        LIVEKIT, "routing.routes=[{addresses: [office]}, {redirect: \"10.0.0.5\"}, {number: [\"1\"]}]"))
                .withMessageContaining("'office' is no IP address")
                .withMessageContaining("redirect belongs to mode room")
                .withMessageContaining("routing.routes[2].number");
    }

    private static BridgeConfig load(Map<String, String> environment, String... settings) throws ConfigException {
        return new ConfigLoader(environment).load(BridgeConfig.defaults(environment), null, List.of(settings));
    }
}
