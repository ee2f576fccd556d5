package io.earshot.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "wss://lk.example, https://lk.example",
        "https://lk.example:7443/, https://lk.example:7443",
        "ws://127.0.0.1:7880, http://127.0.0.1:7880",
        "WSS://lk.example/prefix/, https://lk.example/prefix",
        "ws://[::1]:7880, http://[::1]:7880",
    })
    void shouldTakeAddressesAsLiveKitWritesThem(String url, String server) {
        assertThat(ApiSettings.of(url, ScriptedServer.KEY, true).server()).hasToString(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lk.example",
                "ftp://lk.example",
                "wss://",
                "wss://user:pw@lk.example",
                "wss://lk example",
                "wss://lk.example?x=1"
            })
    void shouldRefuseWhatIsNoAddress(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiSettings.of(url, ScriptedServer.KEY, true))
                .withMessageContaining("cannot be used")
                .withMessageNotContaining("user:pw");
    }

    @Test
    void shouldRefuseAnAddressWithoutTlsUnlessAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiSettings.of("ws://lk.example", ScriptedServer.KEY, false))
                .withMessageContaining("LIVEKIT_ALLOW_PLAIN=true");
    }
}
