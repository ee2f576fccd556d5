package io.earshot.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.config.ConfigSource;
import io.earshot.bridge.config.ConfigValues;
import io.earshot.bridge.config.KeyChange;
import io.earshot.bridge.config.LiveConfig;
import io.earshot.bridge.config.ReloadReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes every key there is, one after another, in a running bridge: each must either be in force in the part that new calls get, or be
 * said to wait for a restart.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryKeyTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "LIVEKIT_URL", "wss://127.0.0.1:1", "LIVEKIT_API_KEY", "key", "LIVEKIT_API_SECRET", "secret-".repeat(6));
    /** What the bridge under test begins with: ports of its own, providers and server that are not there. */
    private static final List<String> START = List.of(
            "sip.udp_port=0",
            "sip.tcp_port=0",
            "http.port=0",
            "calls.rehearsals=0",
            "agent.script.greeting=",
            "routing.otherwise=gateway",
            "gateway.dispatch=template",
            "gateway.agent=true",
            "stt.flux.url=ws://127.0.0.1:1/v2/listen",
            "stt.deepgram.url=ws://127.0.0.1:1/v1/listen",
            "llm.groq.url=http://127.0.0.1:1",
            "llm.openai.url=http://127.0.0.1:1",
            "tts.cartesia.url=ws://127.0.0.1:1/tts",
            "livekit.timeouts.connect=100ms");

    private BridgeConfig start;
    private LiveConfig live;
    private Bridge bridge;

    @BeforeAll
    void startBridge() throws Exception {
        start = load(BridgeConfig.defaults(ENVIRONMENT), START);
        live = new LiveConfig(start);
        bridge = Bridge.start(live, ConfigSource.of(start));
    }

    @AfterAll
    void stopBridge() {
        bridge.close();
    }

    private static BridgeConfig load(BridgeConfig base, List<String> settings) throws ConfigException {
        return new ConfigLoader(ENVIRONMENT).load(base, null, settings);
    }

    /** Settings that only real certificates can change; the tests of TLS change them. */
    private static final Set<String> CERTIFICATES = Set.of(
            "sip.tls.certificate",
            "sip.tls.key",
            "sip.tls.client_certificates",
            "sip.tls.client_ca",
            "sip.tls.client_names",
            "sip.tls.server_ca");

    /** All but those, and the order of voices: there is only one, and {@code tts.cartesia} shows the section. */
    static Stream<String> keys() {
        return ConfigLoader.keys(BridgeConfig.defaults(ENVIRONMENT)).stream()
                .filter(key -> !key.equals("tts.order") && !CERTIFICATES.contains(key));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldBeInForceOrWaitForARestart(String key) {
        BridgeConfig changed = changed(key);
        if (changed == null) {
            assertThat(ConfigValues.restartReason(start, key))
                    .as("no other value can be given here, so it must be marked @AtRestart")
                    .isNotBlank();
            return;
        }
        ReloadReport report = live.apply(changed);
        try {
            assertThat(report.faults()).as("refused").isEmpty();
            assertThat(report.changes()).extracting(KeyChange::key).contains(key);
            for (KeyChange change : report.changes()) {
                Object inForce = ConfigValues.of(live.now(), change.key());
                Object wanted = ConfigValues.of(changed, change.key());
                if (change.inForce()) {
                    assertThat(inForce).isEqualTo(wanted);
                    assertThat(inForce(change.key()))
                            .as("%s is neither marked @AtRestart nor seen in a part that new calls get", change.key())
                            .isEqualTo(wanted);
                } else {
                    assertThat(change.restart()).isNotBlank();
                    assertThat(inForce).isNotEqualTo(wanted);
                }
            }
        } finally {
            live.apply(start);
        }
    }

    private @Nullable Object inForce(String key) {
        String section = key.substring(0, key.indexOf('.'));
        Record part = bridge.inForce(section);
        return part == null ? "in no part" : ConfigValues.of(part, key.substring(key.indexOf('.') + 1));
    }

    /** A configuration that differs in this key, and in as little else as the checks allow; null when none is known. */
    private @Nullable BridgeConfig changed(String key) {
        for (List<String> attempt : OtherValues.of(key, ConfigValues.of(start, key))) {
            try {
                BridgeConfig next = load(start, attempt);
                if (!Objects.equals(ConfigValues.of(next, key), ConfigValues.of(start, key))) {
                    return next;
                }
            } catch (ConfigException refused) {
                // The next attempt may be taken.
                assertThat(refused.faults()).isNotEmpty();
            }
        }
        return null;
    }
}
