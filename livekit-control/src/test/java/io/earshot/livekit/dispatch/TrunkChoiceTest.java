package io.earshot.livekit.dispatch;

import static io.earshot.livekit.dispatch.Dispatching.CALLED;
import static io.earshot.livekit.dispatch.Dispatching.CALLER;
import static io.earshot.livekit.dispatch.Dispatching.call;
import static io.earshot.livekit.dispatch.Dispatching.trunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.dispatch.Explanation.Fit;
import java.util.List;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrunkChoiceTest {
    @Test
    void shouldMatchNoTrunkWhereThereIsNone() {
        assertThat(chosen()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "+15550100, +15550100, true",
        "15550100, +15550100, true",
        "+1 (555) 01-00, +15550100, true",
        "+15550100, 15550100, true",
        "+15550101, +15550100, false",
        "sales, sales, true",
        "sales, Sales, false",
    })
    void shouldCompareCalledNumbersWithoutLayout(String number, String called, boolean matches) {
        SipCallFacts facts = SipCallFacts.of("SCL_1", CALLER, "h", called, "");

        assertThat(new TrunkChoice(facts, List.of(trunk("ST_a", number).build())).chosen() != null)
                .isEqualTo(matches);
    }

    @Test
    void shouldPreferTheTrunkForTheNumber() {
        assertThat(chosen(trunk("ST_any"), trunk("ST_number", CALLED))).isEqualTo("ST_number");
    }

    @Test
    void shouldTakeTheTrunkForAnyNumberElse() {
        assertThat(chosen(trunk("ST_any"), trunk("ST_other", "+1999"))).isEqualTo("ST_any");
    }

    @Test
    void shouldSeeAConflictBetweenTwoTrunksForTheNumber() {
        TrunkChoice choice = choice(trunk("ST_a", CALLED), trunk("ST_b", "15550100"));

        assertThat(choice.conflict()).isTrue();
        assertThat(choice.chosen()).isNull();
        assertThat(choice.verdicts()).allMatch(it -> it.fit() == Fit.CONFLICTING);
    }

    @Test
    void shouldSeeNoConflictOfATrunkWithItself() {
        assertThat(chosen(trunk("ST_a", CALLED, "15550100"))).isEqualTo("ST_a");
    }

    @Test
    void shouldSeeAConflictBetweenTwoTrunksForAnyNumber() {
        assertThat(choice(trunk("ST_a"), trunk("ST_b")).conflict()).isTrue();
    }

    @Test
    void shouldIgnoreTwoTrunksForAnyNumberBesideOneForTheNumber() {
        assertThat(chosen(trunk("ST_a"), trunk("ST_b"), trunk("ST_c", CALLED))).isEqualTo("ST_c");
    }

    @Test
    void shouldTellTwoTrunksOfANumberApartByTheirCallers() {
        assertThat(chosen(
                        trunk("ST_a", CALLED).addAllowedNumbers("+1777"),
                        trunk("ST_b", CALLED).addAllowedNumbers("1 555 0199")))
                .isEqualTo("ST_b");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "10.1.2.4, false",
        "10.0.0.0/8, true",
        "10.1.2.0/24, true",
        "10.1.3.0/24, false",
        "0.0.0.0/0, true",
        "10.1.2.3/33, false",
        "010.1.2.3, false",
        "sip.example.com, true",
        "other.example.com, false",
        "10.1.2.3;transport=udp, true",
        "sip://10.9.9.9, true",
        "[::1], false",
        "::ffff:10.1.2.3, false",
    })
    void shouldCompareTheSourceAddress(String allowed, boolean matches) {
        assertThat(chosen(trunk("ST_a").addAllowedAddresses(allowed)) != null).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::7, 2001:db8::/32, true",
        "2001:db8::7, 2001:0db8:0::0007, true",
        "2001:db9::7, 2001:db8::/32, false",
        "::ffff:10.1.2.3, 10.0.0.0/8, false",
        "::ffff:10.1.2.3, ::/0, true",
    })
    void shouldCompareSourceAddressesOfIpv6(String source, String allowed, boolean matches) {
        SipCallFacts facts = SipCallFacts.of("SCL_1", CALLER, "h", CALLED, source);
        SIPInboundTrunkInfo trunk = trunk("ST_a").addAllowedAddresses(allowed).build();

        assertThat(new TrunkChoice(facts, List.of(trunk)).chosen() != null).isEqualTo(matches);
    }

    @Test
    void shouldWarnWhenNoAllowedAddressCanBeRead() {
        TrunkChoice choice = choice(trunk("ST_a").addAllowedAddresses("10.9.9.9, 10.8.8.8"));

        assertThat(choice.verdicts().getFirst().why()).anyMatch(it -> it.contains("EVERY address is allowed"));
    }

    @Test
    void shouldSayThatAnUnknownSourceWasNotLookedAt() {
        SipCallFacts unknown = SipCallFacts.of("SCL_1", CALLER, "", CALLED, "");
        TrunkChoice choice = new TrunkChoice(
                unknown, List.of(trunk("ST_a").addAllowedAddresses("10.0.0.0/8").build()));

        assertThat(choice.chosen()).isNotNull();
        assertThat(choice.verdicts().getFirst().why()).anyMatch(it -> it.contains("were not looked at"));
    }

    @Test
    void shouldSayEveryReasonAgainstATrunk() {
        TrunkChoice choice =
                choice(trunk("ST_a", "+1999").addAllowedNumbers("+1777").addAllowedAddresses("192.0.2.0/24"));

        assertThat(choice.verdicts().getFirst().why()).hasSize(3);
    }

    private static TrunkChoice choice(SIPInboundTrunkInfo.Builder... trunks) {
        return new TrunkChoice(
                call(),
                List.of(trunks).stream().map(SIPInboundTrunkInfo.Builder::build).toList());
    }

    private static @Nullable String chosen(SIPInboundTrunkInfo.Builder... trunks) {
        SIPInboundTrunkInfo trunk = choice(trunks).chosen();
        return trunk == null ? null : trunk.getSipTrunkId();
    }
}
