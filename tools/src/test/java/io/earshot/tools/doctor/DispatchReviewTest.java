package io.earshot.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleIndividual;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import org.junit.jupiter.api.Test;

class DispatchReviewTest {
    private static final SIPInboundTrunkInfo TRUNK = trunk("ST_1", "+15550111").build();

    @Test
    void shouldFindNothingWrongWithATrunkThatHasARule() {
        assertThat(findings(List.of(TRUNK), List.of(rule("SDR_1", "ST_1").build())))
                .isEmpty();
        assertThat(findings(List.of(TRUNK), List.of(rule("SDR_1").build()))).isEmpty();
        assertThat(findings(List.of(), List.of())).isEmpty();
    }

    @Test
    void shouldFindATrunkWithoutARule() {
        assertThat(findings(List.of(TRUNK), List.of())).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Status.FAULT);
            assertThat(it.cause()).contains("no dispatch rule takes the calls of trunk ST_1", "ring for ever");
            assertThat(it.fix()).contains("--trunks ST_1");
        });
    }

    @Test
    void shouldFindANumberThatNoRuleTakes() {
        SIPInboundTrunkInfo two = trunk("ST_1", "+15550111", "+15550112").build();
        SIPDispatchRuleInfo one = rule("SDR_1", "ST_1").addNumbers("+15550111").build();

        assertThat(findings(List.of(two), List.of(one))).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Status.WARNING);
            assertThat(it.cause()).contains("+15550112").doesNotContain("+15550111");
        });
    }

    @Test
    void shouldNotMindARuleForCertainCallers() {
        SIPDispatchRuleInfo friends =
                rule("SDR_1", "ST_1").addInboundNumbers("+15550177").build();

        assertThat(findings(List.of(TRUNK), List.of(friends))).isEmpty();
    }

    @Test
    void shouldFindARuleThatNamesNoExistingTrunk() {
        SIPDispatchRuleInfo good = rule("SDR_1", "ST_1").build();

        assertThat(findings(List.of(TRUNK), List.of(good, rule("SDR_2", "ST_9").build())))
                .singleElement()
                .satisfies(it -> assertThat(it.cause()).contains("SDR_2", "can never match", "ST_9"));
        assertThat(findings(
                        List.of(TRUNK), List.of(rule("SDR_2", "ST_1", "ST_9").build())))
                .singleElement()
                .satisfies(it -> assertThat(it.severity()).isEqualTo(Status.WARNING));
    }

    @Test
    void shouldFindARuleForNumbersThatItsTrunksDoNotTake() {
        SIPDispatchRuleInfo all = rule("SDR_1", "ST_1").build();
        SIPDispatchRuleInfo other =
                rule("SDR_2", "ST_1").addNumbers("+15550999").build();

        assertThat(findings(List.of(TRUNK), List.of(all, other)))
                .singleElement()
                .satisfies(it -> assertThat(it.cause()).contains("SDR_2", "can never match", "+15550999"));
    }

    @Test
    void shouldFindTwoTrunksForOneNumberOnce() {
        SIPInboundTrunkInfo twin = trunk("ST_2", "+1 555 0111").build();

        assertThat(findings(List.of(TRUNK, twin), List.of(rule("SDR_1").build())))
                .extracting(Finding::cause)
                .anyMatch(it -> it.contains("several trunks match") && it.contains("ST_1") && it.contains("ST_2"));
    }

    @Test
    void shouldNotMindTrunksToldApartByAddress() {
        SIPInboundTrunkInfo one =
                trunk("ST_1").addAllowedAddresses("192.0.2.0/24").build();
        SIPInboundTrunkInfo two =
                trunk("ST_2").addAllowedAddresses("198.51.100.7").build();

        assertThat(findings(List.of(one, two), List.of(rule("SDR_1").build()))).isEmpty();
    }

    @Test
    void shouldFindConflictingRules() {
        List<SIPDispatchRuleInfo> twins =
                List.of(rule("SDR_1", "ST_1").build(), rule("SDR_2", "ST_1").build());

        assertThat(findings(List.of(TRUNK), twins))
                .singleElement()
                .satisfies(it -> assertThat(it.cause()).contains("SDR_1", "SDR_2", "503"));
    }

    @Test
    void shouldWarnOfRulesWithoutAnyTrunk() {
        assertThat(findings(List.of(), List.of(rule("SDR_1").build())))
                .singleElement()
                .satisfies(it -> assertThat(it.cause()).contains("no inbound trunk"));
    }

    private static List<Finding> findings(List<SIPInboundTrunkInfo> trunks, List<SIPDispatchRuleInfo> rules) {
        return DispatchCheck.judge(trunks, rules).findings();
    }

    private static SIPInboundTrunkInfo.Builder trunk(String id, String... numbers) {
        return SIPInboundTrunkInfo.newBuilder().setSipTrunkId(id).addAllNumbers(List.of(numbers));
    }

    private static SIPDispatchRuleInfo.Builder rule(String id, String... trunks) {
        return SIPDispatchRuleInfo.newBuilder()
                .setSipDispatchRuleId(id)
                .addAllTrunkIds(List.of(trunks))
                .setRule(SIPDispatchRule.newBuilder()
                        .setDispatchRuleIndividual(
                                SIPDispatchRuleIndividual.newBuilder().setRoomPrefix("voice-")));
    }
}
