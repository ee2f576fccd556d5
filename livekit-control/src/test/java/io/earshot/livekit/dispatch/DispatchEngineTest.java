package io.earshot.livekit.dispatch;

import static io.earshot.livekit.dispatch.Dispatching.CALLED;
import static io.earshot.livekit.dispatch.Dispatching.call;
import static io.earshot.livekit.dispatch.Dispatching.callee;
import static io.earshot.livekit.dispatch.Dispatching.direct;
import static io.earshot.livekit.dispatch.Dispatching.engine;
import static io.earshot.livekit.dispatch.Dispatching.individual;
import static io.earshot.livekit.dispatch.Dispatching.trunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.UnknownFieldSet;
import io.earshot.livekit.dispatch.DispatchOutcome.Accepted;
import io.earshot.livekit.dispatch.DispatchOutcome.AuthenticationRequired;
import io.earshot.livekit.dispatch.DispatchOutcome.PinRequired;
import io.earshot.livekit.dispatch.DispatchOutcome.Refusal;
import io.earshot.livekit.dispatch.DispatchOutcome.Refused;
import java.util.List;
import java.util.Map;
import java.util.Random;
import livekit.LivekitAgentDispatch.RoomAgentDispatch;
import livekit.LivekitRoom.RoomConfiguration;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import livekit.LivekitSip.SIPMediaEncryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchEngineTest {
    private static final SIPInboundTrunkInfo TRUNK = trunk("ST_1", CALLED).build();

    @Test
    void shouldNameAnIndividualRoomLikeLiveKit() {
        Accepted accepted = accepted(call(), TRUNK, individual("SDR_1", "call-"));

        assertThat(accepted.roomName()).matches("call-_\\+15550199_[2-9A-HJ-NP-Za-km-z]{12}");
    }

    @Test
    void shouldNameAnIndividualRoomExactlyAsConfigured() {
        DispatchEngine engine = new DispatchEngine(RoomNaming.byTemplate("{prefix}{call_id}", new Random(1)));

        Accepted accepted = (Accepted) engine.evaluate(
                call(),
                List.of(TRUNK),
                List.of(individual("SDR_1", "voice-ai-call-").build()));

        assertThat(accepted.roomName()).isEqualTo("voice-ai-call-SCL_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{prefix}{nothing}", "fixed", "{prefix}"})
    void shouldRefuseATemplateThatCannotTellCallsApart(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> RoomNaming.byTemplate(template, new Random(1)));
    }

    @ParameterizedTest
    @CsvSource({"call, false, call_+15550100", "'', false, +15550100"})
    void shouldNameARoomAfterTheCallee(String prefix, boolean randomize, String room) {
        assertThat(accepted(call(), TRUNK, callee("SDR_1", prefix, randomize)).roomName())
                .isEqualTo(room);
    }

    @Test
    void shouldAddRandomTextToTheCalleesRoomWhenAsked() {
        assertThat(accepted(call(), TRUNK, callee("SDR_1", "call", true)).roomName())
                .matches("call_\\+15550100_\\w{12}");
    }

    @Test
    void shouldNameTheParticipantAfterTheCaller() {
        Accepted accepted = accepted(
                call().withAttributes(Map.of("x", "ours", "y", "1")),
                TRUNK,
                direct("SDR_1", "r", "")
                        .setMetadata("m")
                        .putAttributes("x", "rule")
                        .putAttributes("z", "2"));

        assertThat(accepted.identity()).isEqualTo("sip_+15550199");
        assertThat(accepted.name()).isEqualTo("Phone +15550199");
        assertThat(accepted.metadata()).isEqualTo("m");
        assertThat(accepted.attributes())
                .containsOnly(
                        Map.entry("x", "ours"),
                        Map.entry("y", "1"),
                        Map.entry("z", "2"),
                        Map.entry("sip.callID", "SCL_1"),
                        Map.entry("sip.trunkID", "ST_1"),
                        Map.entry("sip.ruleID", "SDR_1"),
                        Map.entry("sip.phoneNumber", "+15550199"),
                        Map.entry("sip.hostname", "sip.example.com"),
                        Map.entry("sip.trunkPhoneNumber", "+15550100"));
    }

    @Test
    void shouldHideTheNumberEverywhere() {
        Accepted accepted = accepted(call(), TRUNK, individual("SDR_1", "call").setHidePhoneNumber(true));

        assertThat(accepted.identity()).isEqualTo("sip_35a502bb1c7e2033");
        assertThat(accepted.name()).isEqualTo("Phone 0199");
        assertThat(accepted.roomName()).startsWith("call_0199_");
        assertThat(accepted.attributes()).doesNotContainKeys("sip.phoneNumber", "sip.hostname", "sip.trunkPhoneNumber");
    }

    @Test
    void shouldHideACallerWithoutANumber() {
        SipCallFacts anonymous = SipCallFacts.of("SCL_1", "", "h", CALLED, "10.1.2.3");

        assertThat(accepted(anonymous, TRUNK, direct("SDR_1", "r", "").setHidePhoneNumber(true))
                        .name())
                .isEqualTo("Phone ");
    }

    @Test
    void shouldAskForThePinAndThenAcceptIt() {
        SIPDispatchRuleInfo.Builder rule = direct("SDR_1", "r", "1234");

        assertThat(evaluate(call(), TRUNK, rule)).isInstanceOf(PinRequired.class);
        assertThat(accepted(call().withPin("1234"), TRUNK, rule).roomName()).isEqualTo("r");
        assertThat(refused(call().withPin("4321"), TRUNK, rule).reason()).isEqualTo(Refusal.WRONG_PIN);
        assertThat(refused(call().withPin(""), TRUNK, rule).reason()).isEqualTo(Refusal.WRONG_PIN);
    }

    @Test
    void shouldAskForThePasswordBeforeAnyRule() {
        SIPInboundTrunkInfo locked = TRUNK.toBuilder()
                .setAuthUsername("ann")
                .setAuthPassword("geheim")
                .build();

        AuthenticationRequired asked = (AuthenticationRequired) evaluate(call(), locked, direct("SDR_1", "r", ""));

        assertThat(asked.credentials().revealPassword()).isEqualTo("geheim");
        assertThat(asked.credentials().realm()).isEqualTo("LiveKit");
        assertThat(asked.toString()).doesNotContain("geheim");
        assertThat(accepted(call().proven("ST_1"), locked, direct("SDR_1", "r", ""))
                        .roomName())
                .isEqualTo("r");
    }

    @Test
    void shouldAskNoPasswordWhereATrunkHasOnlyAUserName() {
        SIPInboundTrunkInfo half = TRUNK.toBuilder().setAuthUsername("ann").build();

        assertThat(evaluate(call(), half, direct("SDR_1", "r", ""))).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldNotTakeThePasswordOfAnotherTrunk() {
        SIPInboundTrunkInfo locked = TRUNK.toBuilder()
                .setAuthUsername("ann")
                .setAuthPassword("geheim")
                .build();

        assertThat(evaluate(call().proven("ST_2"), locked, direct("SDR_1", "r", "")))
                .isInstanceOf(AuthenticationRequired.class);
    }

    @Test
    void shouldReadFieldsThatTheMessagesDoNotName() {
        SIPInboundTrunkInfo newer = TRUNK.toBuilder()
                .setAuthUsername("ann")
                .setAuthPassword("geheim")
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(19, text("tel.example"))
                        .addField(
                                20,
                                text(UnknownFieldSet.newBuilder()
                                        .addField(
                                                3,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addVarint(2)
                                                        .build())
                                        .build()
                                        .toByteString()))
                        .build())
                .build();

        AuthenticationRequired asked = (AuthenticationRequired) evaluate(call(), newer, direct("SDR_1", "r", ""));
        Accepted accepted = accepted(call().proven("ST_1"), newer, direct("SDR_1", "r", ""));

        assertThat(asked.credentials().realm()).isEqualTo("tel.example");
        assertThat(accepted.encryption()).isEqualTo(SIPMediaEncryption.SIP_MEDIA_ENCRYPT_REQUIRE);
    }

    @Test
    void shouldHandOverWhatTrunkAndRuleSayAboutTheCall() {
        SIPInboundTrunkInfo trunk = TRUNK.toBuilder()
                .putHeaders("X-A", "1")
                .putHeadersToAttributes("X-B", "b")
                .putAttributesToHeaders("c", "X-C")
                .setMediaEncryption(SIPMediaEncryption.SIP_MEDIA_ENCRYPT_ALLOW)
                .setMaxCallDuration(Duration.newBuilder().setSeconds(60))
                .build();
        RoomConfiguration config = RoomConfiguration.newBuilder()
                .addAgents(RoomAgentDispatch.newBuilder().setAgentName("earshot"))
                .build();

        Accepted accepted = accepted(
                call(), trunk, direct("SDR_1", "r", "").setRoomPreset("p").setRoomConfig(config));

        assertThat(accepted.trunk().headers()).containsEntry("X-A", "1");
        assertThat(accepted.trunk().headersToAttributes()).containsEntry("X-B", "b");
        assertThat(accepted.trunk().attributesToHeaders()).containsEntry("c", "X-C");
        assertThat(accepted.trunk().maxCallDuration()).hasSeconds(60);
        assertThat(accepted.trunk().ringingTimeout()).isZero();
        assertThat(accepted.roomPreset()).isEqualTo("p");
        assertThat(accepted.roomConfig()).isEqualTo(config);
        assertThat(accepted.encryption()).isEqualTo(SIPMediaEncryption.SIP_MEDIA_ENCRYPT_ALLOW);
    }

    @Test
    void shouldTakeACallWithoutATrunkByARuleForAnyTrunk() {
        Accepted accepted = (Accepted) engine().evaluate(
                        call(), List.of(), List.of(direct("SDR_1", "r", "").build()));

        assertThat(accepted.trunk()).isEqualTo(TrunkPolicy.NONE);
        assertThat(accepted.attributes()).containsEntry("sip.trunkID", "");
    }

    @Test
    void shouldRefuseASourceThatIsNoAddress() {
        SipCallFacts odd = SipCallFacts.of("SCL_1", "a", "h", "b", "somewhere");

        assertThat(refused(odd, TRUNK, direct("SDR_1", "r", "")).reason()).isEqualTo(Refusal.BAD_SOURCE);
    }

    @Test
    void shouldRefuseWhenTrunksCollide() {
        Refused refused = (Refused)
                engine().evaluate(call(), List.of(TRUNK, trunk("ST_2", CALLED).build()), List.of());

        assertThat(refused.reason()).isEqualTo(Refusal.TRUNK_CONFLICT);
    }

    private static UnknownFieldSet.Field text(String value) {
        return text(ByteString.copyFromUtf8(value));
    }

    private static UnknownFieldSet.Field text(ByteString value) {
        return UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build();
    }

    private static DispatchOutcome evaluate(
            SipCallFacts facts, SIPInboundTrunkInfo trunk, SIPDispatchRuleInfo.Builder rule) {
        return engine().evaluate(facts, List.of(trunk), List.of(rule.build()));
    }

    private static Accepted accepted(SipCallFacts facts, SIPInboundTrunkInfo trunk, SIPDispatchRuleInfo.Builder rule) {
        return (Accepted) evaluate(facts, trunk, rule);
    }

    private static Refused refused(SipCallFacts facts, SIPInboundTrunkInfo trunk, SIPDispatchRuleInfo.Builder rule) {
        return (Refused) evaluate(facts, trunk, rule);
    }
}
