package io.earshot.tools.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.CommandRun;
import io.earshot.tools.call.EchoAgent;
import io.earshot.tools.serve.BridgeUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DialCommandTest {
    private static String url(BridgeUnderTest bridge) {
        return "http://127.0.0.1:" + bridge.bridge.httpAddress().getPort();
    }

    private static String trunk(EchoAgent callee) {
        return "outbound.trunks=[{name: carrier, address: '" + callee.uri().replaceFirst("sip:echo@", "")
                + "', numbers: ['+15550199'], longest: 1s, caps: {per_minute: 2}}]";
    }

    @Test
    void shouldTellTheLifeOfACall() throws Exception {
        try (EchoAgent callee = new EchoAgent(0, true);
                BridgeUnderTest bridge = BridgeUnderTest.start(trunk(callee))) {
            assertThat(CommandRun.of("dial", "--url", url(bridge), "--to", "+15550100", "--wait"))
                    .contains("dialing +15550100 by carrier")
                    .contains("ended by agent: maximum time, SIP 200, Q.850 31, talked 1 s")
                    .contains("exit code 0");
            assertThat(CommandRun.of("dial", "--url", url(bridge), "--to", "+19005550100"))
                    .contains("refuses it with 403: the destination is denied (guard.dial.deny)")
                    .contains("exit code 77");
            assertThat(CommandRun.of("dial", "--url", url(bridge), "--to", "+15550100", "--trunk", "other"))
                    .contains("404: no such trunk", "exit code 1");
            assertThat(CommandRun.of("dial", "--url", url(bridge), "--to", "a b"))
                    .contains("exit code 64");
            assertThat(CommandRun.of("dial", "--url", url(bridge), "--hang-up", "EC_NONE"))
                    .contains("404: no such call", "exit code 1");
        }
    }

    @Test
    void shouldPrintJsonAndTellWhatMayWorkLater() throws Exception {
        try (EchoAgent callee = new EchoAgent(0, false);
                BridgeUnderTest bridge = BridgeUnderTest.start(trunk(callee))) {
            assertThat(CommandRun.of(
                            "dial", "--url", url(bridge), "--to", "+15550100", "--wait", "--json", "--greeting", "Hi."))
                    .contains("\"sipStatus\":486", "\"direction\":\"outbound\"", "exit code 1")
                    .doesNotContain("dialing +1555");
            assertThat(CommandRun.of("dial", "--url", url(bridge), "--to", "+15550100", "--json"))
                    .contains("\"state\":\"dialing\"", "exit code 0");
            assertThat(CommandRun.of("dial", "--url", url(bridge), "--to", "+15550100"))
                    .contains("2 calls in a minute", "exit code 75");
        }
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThat(CommandRun.of("dial")).contains("--to", "exit code 64");
        assertThat(CommandRun.of("dial", "--help")).contains("--hang-up", "--greeting", "exit code 0");
        assertThat(CommandRun.of("dial", "--url", "http://127.0.0.1:1", "--to", "+1555"))
                .contains("exit code 69");
    }
}
