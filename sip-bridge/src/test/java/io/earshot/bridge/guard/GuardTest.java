package io.earshot.bridge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.call.Gatekeeper.Refusal;
import io.earshot.bridge.call.InviteFacts;
import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.config.ConfigException;
import io.earshot.bridge.config.ConfigLoader;
import io.earshot.bridge.config.GuardConfig;
import io.earshot.sip.transport.SourceGuard.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who gets in by lists, trunks and rates, and who is banned. */
class GuardTest {
    private long nowNs;

    private static GuardConfig config(String... settings) throws ConfigException {
        return new ConfigLoader(Map.of())
                .load(BridgeConfig.defaults(Map.of()), null, List.of(settings))
                .guard();
    }

    private Guard guard(String... settings) throws ConfigException {
        return new Guard(config(settings), () -> nowNs, () -> Instant.EPOCH.plusNanos(nowNs));
    }

    private static InviteFacts invite(String source, String from, String to) {
        return facts("INVITE", source, from, to);
    }

    private static InviteFacts facts(String method, String source, String from, String to) {
        return new InviteFacts(method, new InetSocketAddress(source, 5060), "id", from, to, 0);
    }

    private static String reason(Guard guard, InviteFacts invite) {
        Refusal refusal = guard.refuse(invite);
        return refusal == null ? "" : refusal.reason();
    }

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    @Test
    void shouldLetEverybodyInByDefault() throws Exception {
        assertThat(reason(guard(), invite("198.51.100.1", "", "100"))).isEmpty();
    }

    @Test
    void shouldKeepDeniedSourcesOutEvenWhereATrunkHoldsThem() throws Exception {
        Guard guard = guard(
                "guard.sources.deny=[192.0.2.0/25, '2001:db8::/32']",
                "guard.trunks=[{name: carrier, addresses: [192.0.2.0/24]}]");
        assertThat(reason(guard, invite("192.0.2.7", "", "100"))).isEqualTo("source_denied");
        assertThat(reason(guard, invite("2001:db8::7", "", "100"))).isEqualTo("source_denied");
        assertThat(reason(guard, invite("192.0.2.200", "", "100"))).isEmpty();
        assertThat(reason(guard, facts("OPTIONS", "192.0.2.7", "", ""))).isEqualTo("source_denied");
    }

    @Test
    void shouldLetOnlyAllowedSourcesAndTrunksInWhereAnyAreAllowed() throws Exception {
        Guard guard = guard(
                "guard.sources.allow=[198.51.100.0/24]", "guard.trunks=[{name: carrier, addresses: [192.0.2.1]}]");
        assertThat(reason(guard, invite("198.51.100.9", "", "100"))).isEmpty();
        assertThat(reason(guard, invite("192.0.2.1", "", "100"))).isEmpty();
        assertThat(reason(guard, invite("203.0.113.1", "", "100"))).isEqualTo("source_denied");
    }

    @Test
    void shouldTreatStrangersAsToldTo() throws Exception {
        String trunks = "guard.trunks=[{name: carrier, addresses: [192.0.2.1]}]";
        Refusal refused = guard(trunks, "guard.unknown=refuse").refuse(invite("203.0.113.1", "", "100"));
        assertThat(refused).isNotNull();
        assertThat(refused.status().code()).isEqualTo(403);
        assertThat(refused.silent()).isFalse();
        Refusal silent = guard(trunks, "guard.unknown=silent").refuse(invite("203.0.113.1", "", "100"));
        assertThat(silent).isNotNull();
        assertThat(silent.silent()).isTrue();
        assertThat(guard(trunks).refuse(invite("203.0.113.1", "", "100"))).isNull();
    }

    @Test
    void shouldJudgeCallingAndCalledNumbersByPattern() throws Exception {
        Guard guard = guard(
                "guard.callers.deny=['+44*', '']",
                "guard.numbers.allow=['49*00', '112']",
                "guard.trunks=[{name: carrier, addresses: [192.0.2.1], numbers: ['112']}]");
        assertThat(reason(guard, invite("198.51.100.1", "100", "493000"))).isEmpty();
        assertThat(reason(guard, invite("198.51.100.1", "+44123", "493000"))).isEqualTo("caller_denied");
        assertThat(reason(guard, invite("198.51.100.1", "", "493000"))).isEqualTo("caller_denied");
        assertThat(reason(guard, invite("198.51.100.1", "100", "4930001"))).isEqualTo("number_denied");
        assertThat(reason(guard, invite("192.0.2.1", "100", "493000"))).isEqualTo("trunk_number");
        assertThat(reason(guard, invite("192.0.2.1", "100", "112"))).isEmpty();
    }

    @Test
    void shouldTellATrunkThatCallsTooFastWhenToTryAgain() throws Exception {
        Guard guard = guard("guard.trunks=[{name: carrier, addresses: [192.0.2.1], caps: {per_second: 2}}]");
        InviteFacts invite = invite("192.0.2.1", "", "100");
        assertThat(guard.refuse(invite)).isNull();
        assertThat(guard.refuse(invite)).isNull();
        Refusal refusal = guard.refuse(invite);
        assertThat(refusal).isNotNull();
        assertThat(refusal.status().code()).isEqualTo(503);
        assertThat(refusal.retryAfter().toSeconds()).isEqualTo(1);
        assertThat(reason(guard, invite("198.51.100.1", "", "100"))).isEmpty();
        nowNs += TimeUnit.MILLISECONDS.toNanos(500);
        assertThat(guard.refuse(invite)).isNull();
        assertThat(reason(guard, invite)).isEqualTo("trunk_rate");
    }

    @Test
    void shouldBanASourceForItsFaultsUntilTheTimeIsOver() throws Exception {
        Guard guard = guard("guard.bans.malformed=3", "guard.bans.duration=300s");
        InetAddress source = address("198.51.100.1");
        guard.onFault(source, Fault.MALFORMED);
        guard.onFault(source, Fault.MALFORMED);
        assertThat(guard.admits(source)).isTrue();
        guard.onFault(source, Fault.MALFORMED);
        assertThat(guard.admits(source)).isFalse();
        assertThat(guard.admits(address("198.51.100.2"))).isTrue();
        assertThat(guard.bans())
                .containsExactly(
                        new Bans.Ban("198.51.100.1", "malformed", Instant.EPOCH, Instant.EPOCH.plusSeconds(300), 1));
        nowNs += TimeUnit.SECONDS.toNanos(300);
        assertThat(guard.admits(source)).isTrue();
        assertThat(guard.bans()).isEmpty();
    }

    @Test
    void shouldForgetFaultsOfAFormerWindow() throws Exception {
        Guard guard = guard("guard.bans.stray=3", "guard.bans.window=10s");
        InetAddress source = address("198.51.100.1");
        for (int i = 0; i < 10; i++) {
            guard.onFault(source, Fault.STRAY);
            nowNs += TimeUnit.SECONDS.toNanos(6);
        }
        assertThat(guard.admits(source)).isTrue();
    }

    @Test
    void shouldBanAnIpv6NetworkOf64Bits() throws Exception {
        Guard guard = guard("guard.bans.flooded=2");
        guard.onFault(address("2001:db8:1:2::1"), Fault.FLOODED);
        guard.onFault(address("2001:db8:1:2:ffff::9"), Fault.FLOODED);
        assertThat(guard.admits(address("2001:db8:1:2:1:2:3:4"))).isFalse();
        assertThat(guard.admits(address("2001:db8:1:3::1"))).isTrue();
        assertThat(guard.lift(address("2001:db8:1:2::5"))).isTrue();
        assertThat(guard.admits(address("2001:db8:1:2::1"))).isTrue();
    }

    @Test
    void shouldNeverBanTrunksNorTrustedSources() throws Exception {
        Guard guard = guard(
                "guard.bans.malformed=1",
                "guard.bans.trusted=[198.51.100.1]",
                "guard.trunks=[{name: carrier, addresses: [192.0.2.0/24]}]");
        guard.onFault(address("198.51.100.1"), Fault.MALFORMED);
        guard.onFault(address("192.0.2.77"), Fault.MALFORMED);
        assertThat(guard.bans()).isEmpty();
        assertThat(guard.unlimited(address("192.0.2.77"))).isTrue();
        assertThat(guard.unlimited(address("198.51.100.1"))).isFalse();
    }

    @Test
    void shouldBanScannersByTheNameTheyTell() throws Exception {
        Guard guard = guard();
        byte[] scan = "OPTIONS sip:100@x SIP/2.0\r\nuser-agent: The Friendly-Scanner\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] phone =
                "OPTIONS sip:100@x SIP/2.0\r\nUser-Agent: a telephone\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        InetAddress source = address("198.51.100.1");
        assertThat(guard.admitsRequest(source, phone)).isTrue();
        assertThat(guard.admits(source)).isTrue();
        assertThat(guard.admitsRequest(source, scan)).isFalse();
        assertThat(guard.admits(source)).isFalse();
        assertThat(guard.bans().getFirst().reason()).isEqualTo("user_agent");
    }

    @Test
    void shouldBanWhoCallsTooManyDifferentNumbers() throws Exception {
        Guard guard = guard("guard.bans.numbers=5");
        for (int i = 0; i < 100; i++) {
            guard.refuse(invite("198.51.100.1", "100", "always the same"));
            guard.refuse(invite("198.51.100.2", "100", "00972" + i % 5));
        }
        assertThat(guard.admits(address("198.51.100.1"))).isTrue();
        assertThat(guard.admits(address("198.51.100.2"))).isFalse();
    }

    @Test
    void shouldBanWhoIsRefusedTooOften() throws Exception {
        Guard guard = guard("guard.numbers.allow=['100']", "guard.bans.refused=4");
        for (int i = 0; i < 4; i++) {
            assertThat(guard.admits(address("198.51.100.1"))).isTrue();
            guard.refuse(invite("198.51.100.1", "100", "200"));
        }
        assertThat(guard.admits(address("198.51.100.1"))).isFalse();
    }

    @Test
    void shouldHoldNoMoreSourcesAndBansThanConfigured() throws Exception {
        Guard guard = guard("guard.bans.remembered=100", "guard.bans.unserved=1");
        for (int i = 0; i < 1_000; i++) {
            guard.onFault(address("10.0." + i / 250 + "." + i % 250), Fault.UNSERVED);
            nowNs++;
        }
        assertThat(guard.bans()).hasSize(100);
        assertThat(guard.admits(address("10.0.3.249"))).isFalse();
        assertThat(guard.admits(address("10.0.0.0"))).isTrue();
    }

    @Test
    void shouldStopCountingStrangersWhileItRemembersAsManyAsItMay() throws Exception {
        Guard guard = guard("guard.bans.remembered=100", "guard.bans.unserved=2");
        for (int i = 0; i < 100; i++) {
            guard.onFault(address("10.0.0." + i), Fault.UNSERVED);
        }
        InetAddress late = address("10.0.1.1");
        guard.onFault(late, Fault.UNSERVED);
        guard.onFault(late, Fault.UNSERVED);
        assertThat(guard.admits(late)).isTrue();
        nowNs += TimeUnit.MINUTES.toNanos(2);
        guard.onFault(late, Fault.UNSERVED);
        guard.onFault(late, Fault.UNSERVED);
        assertThat(guard.admits(late)).isFalse();
    }

    @Test
    void shouldGoByOtherSettingsAtOnceAndLiftBansOfTrunks() throws Exception {
        Guard guard = guard("guard.bans.malformed=1");
        InetAddress source = address("192.0.2.1");
        guard.onFault(source, Fault.MALFORMED);
        guard.onFault(address("198.51.100.1"), Fault.MALFORMED);
        assertThat(guard.admits(source)).isFalse();
        guard.apply(config("guard.trunks=[{name: carrier, addresses: [192.0.2.1]}]", "guard.unknown=refuse"));
        assertThat(guard.admits(source)).isTrue();
        assertThat(guard.admits(address("198.51.100.1"))).isFalse();
        assertThat(reason(guard, invite("203.0.113.1", "", "100"))).isEqualTo("unknown_source");
        guard.apply(config("guard.bans.enabled=false"));
        assertThat(guard.admits(address("198.51.100.1"))).isTrue();
    }

    @Test
    void shouldListAndLiftBansOverHttp() throws Exception {
        Guard guard = guard("guard.bans.malformed=1");
        GuardResource resource = new GuardResource(
                guard, new GuardedReception(guard, (_, _) -> null, new io.earshot.bridge.call.RefusalCounters()));
        guard.onFault(address("198.51.100.1"), Fault.MALFORMED);
        guard.onFault(address("198.51.100.2"), Fault.MALFORMED);
        byte[] none = {};
        assertThat(new String(resource.answer("GET", "/bans", none).body(), StandardCharsets.UTF_8))
                .contains("\"source\":\"198.51.100.1\"", "\"reason\":\"malformed\"");
        assertThat(resource.answer("DELETE", "/bans/198.51.100.1", none).status())
                .isEqualTo(200);
        assertThat(resource.answer("DELETE", "/bans/198.51.100.1", none).status())
                .isEqualTo(404);
        assertThat(resource.answer("DELETE", "/bans/nobody", none).status()).isEqualTo(400);
        assertThat(guard.admits(address("198.51.100.1"))).isTrue();
        assertThat(guard.admits(address("198.51.100.2"))).isFalse();
        assertThat(new String(resource.answer("DELETE", "/bans", none).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"lifted\":1}");
        assertThat(resource.answer("POST", "/bans", none).status()).isEqualTo(405);
        assertThat(resource.answer("GET", "/else", none).status()).isEqualTo(404);
    }

    @Test
    void shouldRefuseTrunksThatCannotBeToldApart() {
        assertThat(faults("guard.trunks=[{addresses: [192.0.2.1]}]")).contains("without a name");
        assertThat(faults("guard.trunks=[{name: a, addresses: [192.0.2.1]}, {name: a, addresses: [192.0.2.2]}]"))
                .contains("two trunks are named a");
        assertThat(faults("guard.trunks=[{name: a}]")).contains("needs addresses");
        assertThat(faults("guard.trunks=[{name: a, username: u}]")).contains("go together");
        assertThat(faults("guard.sources.deny=[example.com]")).contains("no IP address");
    }

    private static String faults(String... settings) {
        try {
            config(settings);
            return "";
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
