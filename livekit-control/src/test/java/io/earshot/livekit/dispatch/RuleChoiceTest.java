package io.earshot.livekit.dispatch;

import static io.earshot.livekit.dispatch.Dispatching.CALLED;
import static io.earshot.livekit.dispatch.Dispatching.CALLER;
import static io.earshot.livekit.dispatch.Dispatching.call;
import static io.earshot.livekit.dispatch.Dispatching.callee;
import static io.earshot.livekit.dispatch.Dispatching.direct;
import static io.earshot.livekit.dispatch.Dispatching.individual;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.dispatch.DispatchOutcome.Refusal;
import io.earshot.livekit.dispatch.Explanation.Fit;
import java.util.List;
import java.util.stream.Stream;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleChoiceTest {
    /** Pairs of rules of which the second one decides, whatever their order. */
    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(
                        "for the trunk",
                        direct("a", "r", ""),
                        direct("b", "r", "").addTrunkIds("ST_1")),
                Arguments.of(
                        "for the trunk, even without a PIN",
                        direct("a", "r", "1"),
                        direct("b", "r", "").addTrunkIds("ST_1")),
                Arguments.of("with a PIN", direct("a", "r", ""), direct("b", "r", "1")),
                Arguments.of("direct", individual("a", "r"), direct("b", "r", "1")),
                Arguments.of(
                        "individual before callee",
                        callee("a", "r", false).addInboundNumbers(CALLER),
                        individual("b", "r").addNumbers(CALLED)),
                Arguments.of(
                        "naming the caller",
                        direct("a", "r", ""),
                        direct("b", "s", "").addInboundNumbers(CALLER)),
                Arguments.of(
                        "naming the called",
                        direct("a", "r", ""),
                        direct("b", "s", "").addNumbers(CALLED)),
                Arguments.of(
                        "naming the caller rather than a PIN",
                        direct("a", "r", "1"),
                        individual("b", "s").addInboundNumbers(CALLER)),
                Arguments.of(
                        "of the first room",
                        direct("a", "s", "").addInboundNumbers(CALLER),
                        direct("b", "r", "").addNumbers(CALLED)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void shouldPrefer(String what, SIPDispatchRuleInfo.Builder loser, SIPDispatchRuleInfo.Builder winner) {
        assertThat(chosen(call(), loser, winner)).isEqualTo("b");
        assertThat(chosen(call(), winner, loser)).isEqualTo("b");
    }

    /** A rule that does not fit, and a word of the reason. */
    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of("is for [ST_9]", call(), direct("a", "r", "").addTrunkIds("ST_9")),
                Arguments.of(
                        "caller +15550199 is none of",
                        call(),
                        direct("a", "r", "").addInboundNumbers("+1777")),
                Arguments.of("as they are written", call(), direct("a", "r", "").addInboundNumbers("15550199")),
                Arguments.of(
                        "called number +15550100 is none of",
                        call(),
                        direct("a", "r", "").addNumbers("+1777")),
                Arguments.of("the caller gave none", call().withPin(""), direct("a", "r", "1")),
                Arguments.of("the caller gave one", call().withPin("1"), direct("a", "r", "")),
                Arguments.of("its PIN is another one", call().withPin("2"), direct("a", "r", "1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misfits")
    void shouldExclude(String why, SipCallFacts facts, SIPDispatchRuleInfo.Builder rule) {
        RuleChoice choice = choice(facts, rule);

        assertThat(choice.chosen()).isNull();
        assertThat(choice.verdicts().getFirst().fit()).isEqualTo(Fit.EXCLUDED);
        assertThat(choice.verdicts().getFirst().why()).anyMatch(it -> it.contains(why));
    }

    @Test
    void shouldNeedATrunkForARuleOfATrunk() {
        RuleChoice choice = new RuleChoice(
                call(), "", List.of(direct("a", "r", "").addTrunkIds("ST_1").build()));

        assertThat(choice.refusal()).isEqualTo(Refusal.NO_RULE);
    }

    @Test
    void shouldTakeARuleForAnyTrunkWithoutATrunk() {
        RuleChoice choice =
                new RuleChoice(call(), "", List.of(direct("a", "r", "").build()));

        assertThat(choice.chosen()).isNotNull();
    }

    @Test
    void shouldRefuseAWrongPinAsSuch() {
        assertThat(choice(call().withPin("9"), direct("a", "r", "1")).refusal()).isEqualTo(Refusal.WRONG_PIN);
    }

    @Test
    void shouldTellRoomsApartByPin() {
        assertThat(chosen(call().withPin("2"), direct("a", "r", "1"), direct("b", "s", "2")))
                .isEqualTo("b");
    }

    @Test
    void shouldDecideNothingWhenRulesCollide() {
        RuleChoice choice = choice(call(), direct("a", "r", ""), individual("b", "s"));

        assertThat(choice.refusal()).isEqualTo(Refusal.RULE_CONFLICT);
        assertThat(choice.chosen()).isNull();
    }

    @Test
    void shouldSeeCollisionsOfNumbersWhateverTheirLayout() {
        RuleChoice choice = choice(
                call(),
                direct("a", "r", "").addNumbers("+1 777"),
                direct("b", "s", "").addNumbers("1777"));

        assertThat(choice.refusal()).isEqualTo(Refusal.RULE_CONFLICT);
    }

    @Test
    void shouldSeeThatARuleCollidesWithItself() {
        RuleChoice choice =
                choice(call(), direct("a", "r", "").addNumbers("+1777").addNumbers("1777"));

        assertThat(choice.refusal()).isEqualTo(Refusal.RULE_CONFLICT);
        assertThat(choice.refusalText()).contains("names one trunk or number twice");
    }

    @Test
    void shouldNotMindCollisionsAmongRulesOfOtherTrunks() {
        assertThat(chosen(
                        call(),
                        direct("a", "r", "").addTrunkIds("ST_9"),
                        direct("x", "s", "").addTrunkIds("ST_9"),
                        direct("b", "t", "").addTrunkIds("ST_1")))
                .isEqualTo("b");
    }

    @Test
    void shouldDecideNothingWithARuleOfAnUnknownKind() {
        RuleChoice choice = choice(
                call(),
                direct("a", "r", ""),
                SIPDispatchRuleInfo.newBuilder().setSipDispatchRuleId("b").addNumbers("+1"));

        assertThat(choice.refusal()).isEqualTo(Refusal.UNKNOWN_RULE);
    }

    @Test
    void shouldExplainEveryRule() {
        RuleChoice choice =
                choice(call(), direct("a", "r", ""), direct("b", "s", "").addNumbers(CALLED));

        assertThat(choice.verdicts()).extracting(Explanation.Verdict::fit).containsExactly(Fit.OUTRANKED, Fit.CHOSEN);
        assertThat(choice.verdicts()).allMatch(it -> !it.why().isEmpty());
    }

    private static RuleChoice choice(SipCallFacts facts, SIPDispatchRuleInfo.Builder... rules) {
        return new RuleChoice(
                facts,
                "ST_1",
                Stream.of(rules).map(SIPDispatchRuleInfo.Builder::build).toList());
    }

    private static String chosen(SipCallFacts facts, SIPDispatchRuleInfo.Builder... rules) {
        SIPDispatchRuleInfo rule = choice(facts, rules).chosen();
        return rule == null ? "none" : rule.getSipDispatchRuleId();
    }
}
