package io.earshot.bridge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.DialConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where calls may be sent, and how often. */
class DialPolicyTest {
    private long nowNs;

    private static DialConfig lists(List<String> allow, List<String> deny, String home) {
        return new DialConfig(allow, deny, home, 0, 0, 0, 0);
    }

    private DialPolicy policy(DialConfig config) {
        return new DialPolicy(config, () -> nowNs);
    }

    private static String number(String uri) {
        return Destination.of(uri).orElseThrow().number();
    }

    @Test
    void shouldCompareNumbersHoweverTheyAreWritten() {
        assertThat(number("tel:+49-30-1234.56")).isEqualTo("+4930123456");
        assertThat(number("tel:+49(30)123;phone-context=x")).isEqualTo("+4930123");
        assertThat(number("sip:004930123@example.com;user=phone")).isEqualTo("+4930123");
        assertThat(number("sip:0114930123@example.com")).isEqualTo("+4930123");
        assertThat(number("sip:%2B49%330123@example.com")).isEqualTo("+4930123");
        assertThat(number("SIP:Desk@Example.com")).isEqualTo("desk");
        assertThat(number("sip:100:secret@example.com")).isEqualTo("100");
        assertThat(number("sip:[2001:db8::1]:5060")).isEmpty();
        assertThat(Destination.of("https://example.com")).isEmpty();
    }

    @Test
    void shouldDenyExpensiveNumbersByDefault() {
        DialPolicy policy = policy(DialConfig.defaults());
        for (String uri : List.of(
                "tel:+881612345678",
                "sip:00881612345678@carrier.example",
                "tel:+1-900-555-0100",
                "sip:+4490912345@carrier.example",
                "tel:09001234567",
                "tel:+97912345")) {
            assertThat(policy.ask("EC_1", uri)).as(uri).contains("guard.dial.deny");
        }
        assertThat(policy.ask("EC_1", "tel:+493012345")).isEmpty();
        assertThat(policy.ask("EC_1", "sip:desk@pbx.example")).isEmpty();
    }

    @Test
    void shouldLetTheLongerEntryWin() {
        DialPolicy policy = policy(lists(List.of("+49", "+4490012", "@pbx.example"), List.of("+49900"), ""));
        assertThat(policy.wouldRefuse("tel:+49301")).isEmpty();
        assertThat(policy.wouldRefuse("tel:+499001")).contains("guard.dial.deny");
        assertThat(policy.wouldRefuse("tel:+33123")).contains("guard.dial.allow");
        assertThat(policy.wouldRefuse("sip:desk@PBX.example:5070")).isEmpty();
        assertThat(policy.wouldRefuse("sip:desk@elsewhere.example")).contains("guard.dial.allow");
    }

    @Test
    void shouldKeepToTheHomeCountryWhereThatIsSaid() {
        DialPolicy policy = policy(lists(List.of(), List.of(), "49"));
        assertThat(policy.wouldRefuse("tel:+49301")).isEmpty();
        assertThat(policy.wouldRefuse("tel:0301234")).isEmpty();
        assertThat(policy.wouldRefuse("tel:+33123")).contains("another country");
        assertThat(policy.wouldRefuse("sip:0033123@x.example")).contains("another country");
    }

    @Test
    void shouldCapCallsByHourDayDestinationAndAtOnce() {
        DialPolicy policy = policy(new DialConfig(List.of(), List.of(), "", 3, 5, 2, 2));
        assertThat(policy.ask("a", "tel:1")).isEmpty();
        assertThat(policy.ask("b", "tel:1")).isEmpty();
        assertThat(policy.ask("c", "tel:2")).contains("guard.dial.concurrent");
        policy.over("a");
        policy.over("b");
        assertThat(policy.ask("c", "tel:1")).contains("guard.dial.per_destination");
        assertThat(policy.ask("c", "tel:2")).isEmpty();
        policy.over("c");
        assertThat(policy.ask("d", "tel:3")).contains("guard.dial.per_hour");
        nowNs += TimeUnit.HOURS.toNanos(1);
        assertThat(policy.ask("d", "tel:1")).isEmpty();
        assertThat(policy.ask("e", "tel:2")).isEmpty();
        policy.over("d");
        policy.over("e");
        assertThat(policy.ask("f", "tel:3")).contains("guard.dial.per_day");
        nowNs += TimeUnit.HOURS.toNanos(23);
        assertThat(policy.ask("f", "tel:3")).isEmpty();
    }

    @Test
    void shouldCountNothingWhenOnlyAskedWhetherItWouldRefuse() {
        DialPolicy policy = policy(new DialConfig(List.of(), List.of(), "", 1, 0, 0, 1));
        for (int i = 0; i < 5; i++) {
            assertThat(policy.wouldRefuse("tel:1")).isEmpty();
        }
        assertThat(policy.ask("a", "tel:1")).isEmpty();
        assertThat(policy.wouldRefuse("tel:1")).isNotEmpty();
    }

    @Test
    void shouldKeepItsCountsWhenSettingsChange() {
        DialPolicy policy = policy(new DialConfig(List.of(), List.of(), "", 0, 0, 0, 0));
        policy.ask("a", "tel:1");
        policy.apply(new DialConfig(List.of(), List.of(), "", 1, 0, 0, 0));
        assertThat(policy.ask("b", "tel:2")).contains("per_hour");
    }

    @Test
    void shouldRefuseWhatIsNoUri() {
        assertThat(policy(DialConfig.defaults()).ask("a", "mailto:a@b.example")).isNotEmpty();
    }
}
