package io.earshot.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LiveConfigTest {
    private static final Map<String, String> KEYS = Map.of("GROQ_API_KEY", "first-key");
    private final BridgeConfig start = BridgeConfig.defaults(KEYS);
    private final LiveConfig live = new LiveConfig(start);

    private static BridgeConfig with(BridgeConfig base, String... settings) throws ConfigException {
        return new ConfigLoader(Map.of()).load(base, null, List.of(settings));
    }

    @Test
    void shouldPutALiveKeyInForceAtOnce() throws Exception {
        ReloadReport report = live.apply(with(start, "calls.maximum=7", "agent.script.greeting=Good day."));
        assertThat(report.outcome()).isEqualTo(ReloadReport.Outcome.APPLIED);
        assertThat(report.changes())
                .containsExactly(
                        new KeyChange("calls.maximum", "500", "7", ""),
                        new KeyChange("agent.script.greeting", "\"Hello, how can I help you?\"", "\"Good day.\"", ""));
        assertThat(live.now().calls().maximum()).isEqualTo(7);
    }

    @Test
    void shouldKeepAKeyThatWaitsForARestart() throws Exception {
        ReloadReport report = live.apply(with(start, "http.port=9090", "calls.maximum=7"));
        assertThat(live.now().http().port()).isEqualTo(8080);
        assertThat(live.now().calls().maximum()).isEqualTo(7);
        assertThat(live.accepted().http().port()).isEqualTo(9090);
        assertThat(report.pending())
                .containsExactly(new KeyChange("http.port", "8080", "9090", "the HTTP listener is opened once"));
        assertThat(report.live()).extracting(KeyChange::key).containsExactly("calls.maximum");
    }

    @Test
    void shouldNotWaitAnyMoreForAKeyThatWentBack() throws Exception {
        live.apply(with(start, "http.port=9090"));
        ReloadReport report = live.apply(start);
        assertThat(report.changes()).containsExactly(new KeyChange("http.port", "9090", "8080", ""));
        assertThat(live.pending()).isEmpty();
    }

    @Test
    void shouldTellNothingOfASecretButThatItChanged() throws Exception {
        ReloadReport report = live.apply(with(start, "keys.groq=second-key"));
        assertThat(report.changes()).hasToString("[keys.groq: changed]");
        assertThat(live.now().keys().groq().reveal()).isEqualTo("second-key");
    }

    @Test
    void shouldSayThatNothingChanged() {
        assertThat(live.apply(BridgeConfig.defaults(KEYS)).outcome()).isEqualTo(ReloadReport.Outcome.UNCHANGED);
    }

    @Test
    void shouldMakePartsAnewBeforeTheSwitch() throws Exception {
        List<Integer> inForceWhileMade = new ArrayList<>();
        Supplier<Integer> part = live.derive((config, _) -> {
            inForceWhileMade.add(config.calls().maximum());
            return config.calls().maximum();
        });
        live.apply(with(start, "calls.maximum=7"));
        assertThat(part.get()).isEqualTo(7);
        assertThat(inForceWhileMade).containsExactly(500, 7);
    }

    @Test
    void shouldMakePartsFromNewParts() throws Exception {
        Supplier<Integer> first = live.derive((config, _) -> config.calls().maximum());
        Supplier<Integer> second =
                live.derive((_, _) -> first.get() * 2 + live.now().calls().maximum());
        live.apply(with(start, "calls.maximum=7"));
        assertThat(second.get()).isEqualTo(21);
    }

    @Test
    void shouldChangeNothingWhenAPartCannotBeMade() throws Exception {
        Supplier<Integer> first = live.derive((config, _) -> config.calls().maximum());
        live.derive((config, _) -> {
            if (config.calls().maximum() == 7) {
                throw new ConfigException(List.of(new ConfigFault("here", "calls.maximum", "is not liked")));
            }
            return "";
        });
        List<ConfigChange> told = new ArrayList<>();
        live.onChange(told::add);
        ReloadReport report = live.apply(with(start, "calls.maximum=7"));
        assertThat(report.outcome()).isEqualTo(ReloadReport.Outcome.REFUSED);
        assertThat(report.faults()).hasToString("[here: calls.maximum: is not liked]");
        assertThat(first.get()).isEqualTo(500);
        assertThat(live.now()).isSameAs(start);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldRefuseAMixtureThatCannotBe() throws Exception {
        BridgeConfig rooms = BridgeConfig.defaults(Map.of(
                "LIVEKIT_URL", "wss://livekit.example", "LIVEKIT_API_KEY", "key", "LIVEKIT_API_SECRET", "secret"));
        ReloadReport report = live.apply(with(rooms, "routing.otherwise=gateway"));
        assertThat(report.outcome()).isEqualTo(ReloadReport.Outcome.REFUSED);
        assertThat(report.faults().toString()).contains("routing needs LiveKit");
    }

    @Test
    void shouldTellListenersWhatChanged() throws Exception {
        List<ConfigChange> told = new ArrayList<>();
        AutoCloseable listening = live.onChange(told::add);
        live.apply(with(start, "calls.maximum=7"));
        listening.close();
        live.apply(start);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().touches("calls")).isTrue();
        assertThat(told.getFirst().touches("agent")).isFalse();
        assertThat(told.getFirst().before().calls().maximum()).isEqualTo(500);
        assertThat(told.getFirst().now().calls().maximum()).isEqualTo(7);
    }
}
