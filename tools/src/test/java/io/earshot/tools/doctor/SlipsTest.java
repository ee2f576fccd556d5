package io.earshot.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SlipsTest {
    private static final String SECRET = "canary-canary-canary-canary-canary-1";

    @Test
    void shouldSeeWhatWasPastedWithAKey() {
        assertThat(cause("devkey", SECRET + "\n")).contains("LIVEKIT_API_SECRET", "ends with a line break");
        assertThat(cause("devkey ", SECRET)).contains("LIVEKIT_API_KEY", "begins or ends with a space");
        assertThat(cause("\"devkey\"", SECRET)).contains("quotation mark");
        assertThat(cause("devkey", "canary\u200bcanary-canary-canary-canary-canary"))
                .contains("a character that no key has");
        assertThat(cause(SECRET, "APIabcdefgh")).contains("look exchanged");
        assertThat(cause(SECRET, SECRET)).contains("hold the same");
        assertThat(Slips.inKey("devkey", SECRET)).isEmpty();
    }

    @Test
    void shouldSayHowAnAddressIsWritten() {
        assertThat(Slips.addressFix("\"wss://h\"")).contains("without quotation marks");
        assertThat(Slips.addressFix("wss://h ")).contains("spaces");
        assertThat(Slips.addressFix("h:7880")).contains("with wss:// or ws:// before it");
        assertThat(Slips.addressFix("")).endsWith("ws://HOST:7880.");
        assertThat(Slips.cloudPage("cloud.livekit.io")).isTrue();
        assertThat(Slips.cloudPage("my-project-a1b2c3.livekit.cloud")).isFalse();
    }

    @Test
    void shouldSeeVariablesThatNothingReads() {
        assertThat(Slips.names(Map.of("LIVEKIT_SECRET", SECRET)))
                .singleElement()
                .asString()
                .contains("LIVEKIT_SECRET is set", "Call it LIVEKIT_API_SECRET")
                .doesNotContain("canary");
        assertThat(Slips.names(Map.of("LIVEKIT_SECRET", SECRET, "LIVEKIT_API_SECRET", SECRET)))
                .isEmpty();
    }

    @Test
    void shouldTellOfAProxyBesideAConnectionThatFails() {
        Finding finding = Finding.fault(FaultClass.LIVEKIT, "no way", "Look.");

        assertThat(Slips.besideProxy(finding, Map.of("https_proxy", "http://user:canary@p")))
                .asString()
                .contains("https_proxy is set", "without a proxy")
                .doesNotContain("canary");
        assertThat(Slips.besideProxy(finding, Map.of())).isEqualTo(finding);
    }

    private static String cause(String key, String secret) {
        Slips.Slip slip = Slips.inKey(key, secret).orElseThrow();
        assertThat(slip.toString()).doesNotContain("canary");
        return slip.cause();
    }
}
