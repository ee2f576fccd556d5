package io.earshot.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveKitConfigTest {
    private static final Map<String, String> SECURE =
            Map.of("LIVEKIT_URL", "wss://rooms.example", "LIVEKIT_API_KEY", "key", "LIVEKIT_API_SECRET", "very-secret");

    @Test
    void shouldDoWithoutLiveKit() throws Exception {
        assertThat(load(Map.of()).livekit().configured()).isFalse();
    }

    @Test
    void shouldTakeTheEnvironmentThatEveryLiveKitToolReads() throws Exception {
        LiveKitConfig livekit = load(SECURE).livekit();
        assertThat(livekit.configured()).isTrue();
        assertThat(livekit.apiSecret().reveal()).isEqualTo("very-secret");
        assertThat(livekit.toString()).doesNotContain("very-secret");
    }

    @Test
    void shouldRefuseAPlainAddressUnlessItIsAllowedByName() throws Exception {
        Map<String, String> plain = new HashMap<>(SECURE);
        plain.put("LIVEKIT_URL", "ws://rooms.example");
        assertThatThrownBy(() -> load(plain)).hasMessageContaining("livekit.allow_plain");
        assertThat(load(plain, "livekit.allow_plain=true").livekit().configured())
                .isTrue();
        plain.put("LIVEKIT_ALLOW_PLAIN", "true");
        assertThat(load(plain).livekit().allowPlain()).isTrue();
    }

    @Test
    void shouldNameEverythingThatIsWrong() {
        assertThatThrownBy(() -> load(Map.of("LIVEKIT_URL", "rooms.example")))
                .hasMessageContaining("livekit.url")
                .hasMessageContaining("livekit.api_key");
        assertThatThrownBy(() -> load(Map.of(), "livekit.room.start=webhook"))
                .hasMessageContaining("needs livekit.url");
        assertThatThrownBy(() -> load(SECURE, "livekit.older_keys=[very-secret-without-colon]"))
                .hasMessageContaining("name:secret")
                .hasMessageNotContaining("very-secret-without-colon");
    }

    @Test
    void shouldTakeSeveralKeysWhileOneIsBeingChanged() throws Exception {
        assertThat(load(SECURE, "livekit.older_keys=[\"old:former-secret\"]")
                        .livekit()
                        .olderKeys())
                .containsExactly(new Secret("old:former-secret"));
    }

    private static BridgeConfig load(Map<String, String> environment, String... settings) throws ConfigException {
        return new ConfigLoader(environment).load(BridgeConfig.defaults(environment), null, List.of(settings));
    }
}
