package io.earshot.bridge.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.config.LiveKitConfig;
import io.earshot.livekit.token.ApiKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveKitKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");
    private static final Map<String, String> FIRST =
            Map.of("LIVEKIT_URL", "wss://127.0.0.1:1", "LIVEKIT_API_KEY", "one", "LIVEKIT_API_SECRET", "secret-one");

    private static BridgeConfig config(String... settings) throws ConfigException {
        return new ConfigLoader(FIRST).load(BridgeConfig.defaults(FIRST), null, List.of(settings));
    }

    private static LiveKitConfig livekit(String... settings) throws ConfigException {
        return config(settings).livekit();
    }

    @Test
    void shouldBelieveAReplacedKeyForAWhile() throws Exception {
        LiveKitKeys before = LiveKitKeys.of(livekit(), null, NOW);
        LiveKitKeys after =
                LiveKitKeys.of(livekit("livekit.api_key=two", "livekit.api_secret=secret-two"), before, NOW);
        assertThat(after.signing().id()).isEqualTo("two");
        assertThat(after.trusted(NOW.plusSeconds(599))).extracting(ApiKey::id).containsExactly("two", "one");
        assertThat(after.trusted(NOW.plusSeconds(600))).extracting(ApiKey::id).containsExactly("two");
    }

    @Test
    void shouldTakeAnotherSecretUnderTheSameNameForAnotherKey() throws Exception {
        LiveKitKeys before = LiveKitKeys.of(livekit(), null, NOW);
        LiveKitKeys after = LiveKitKeys.of(livekit("livekit.api_secret=secret-two"), before, NOW);
        assertThat(after.trusted(NOW)).extracting(ApiKey::id).containsExactly("one", "one");
        assertThat(after.signing().sign(new byte[1]))
                .isNotEqualTo(before.signing().sign(new byte[1]));
    }

    @Test
    void shouldBelieveOlderKeysAsLongAsTheyAreConfigured() throws Exception {
        LiveKitKeys before = LiveKitKeys.of(livekit("livekit.older_keys=[\"zero:s\"]"), null, NOW);
        assertThat(before.trusted(NOW)).extracting(ApiKey::id).containsExactly("one", "zero");
        assertThat(LiveKitKeys.of(livekit(), before, NOW).trusted(NOW))
                .extracting(ApiKey::id)
                .containsExactly("one");
    }

    @Test
    void shouldSignWithANewKeyAsSoonAsItIsInForce() throws Exception {
        LiveConfig live = new LiveConfig(config());
        try (LiveKitDesk desk = new LiveKitDesk(() -> live.now().livekit())) {
            live.apply(config("livekit.api_key=two", "livekit.api_secret=secret-two"));
            assertThat(desk.key().id()).isEqualTo("two");
            assertThat(desk.trustedKeys()).extracting(ApiKey::id).containsExactly("two", "one");
        }
    }
}
