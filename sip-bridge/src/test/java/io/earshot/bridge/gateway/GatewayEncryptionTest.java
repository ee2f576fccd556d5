package io.earshot.bridge.gateway;

import static io.earshot.bridge.gateway.GatewayUnderTest.got;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.sip.CallEnd;
import java.util.List;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleDirect;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import livekit.LivekitSip.SIPMediaEncryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What LiveKit's trunks and rules say about encrypted media holds for the gateway's callers. */
class GatewayEncryptionTest {
    private static final String OVER_PLAIN = "media.srtp_over_plain=true";
    private static final SIPInboundTrunkInfo TRUNK = SIPInboundTrunkInfo.newBuilder()
            .setSipTrunkId("ST_1")
            .setName("office")
            .addNumbers("200")
            .build();
    private static final SIPDispatchRuleInfo RULE = SIPDispatchRuleInfo.newBuilder()
            .setSipDispatchRuleId("SDR_1")
            .setRule(SIPDispatchRule.newBuilder()
                    .setDispatchRuleDirect(SIPDispatchRuleDirect.newBuilder().setRoomName("conference")))
            .build();

    @ParameterizedTest(name = "trunk {0}, media.srtp {1}, {2}: {3}")
    @CsvSource({
        "REQUIRE, off, sdes, sdes",
        "REQUIRE, optional, dtls, dtls",
        "ALLOW, off, sdes, sdes",
        "ALLOW, off, dtls, dtls",
        "ALLOW, optional, plain, none",
        "DISABLE, optional, plain, none",
        "DISABLE, optional, perhaps, none",
        "ALLOW, optional, perhaps, sdes",
        "DISABLE, required, sdes, sdes",
    })
    void shouldAgreeOnWhatTrunkAndConfigurationSay(String trunk, String own, String phone, String agreed)
            throws Exception {
        try (GatewayUnderTest gateway =
                new GatewayUnderTest(lists(trunk(trunk), RULE), "media.srtp=" + own, OVER_PLAIN)) {
            TestPhone caller = dial(gateway, phone);
            gateway.room().welcome();
            assertThat(got(caller.answered)).isEqualTo("200");
            assertThat(gateway.directory.all().getFirst().media().protection()).isEqualTo(agreed);
            caller.hangsUp();
        }
    }

    @ParameterizedTest(name = "trunk {0}, media.srtp {1}, {2}")
    @CsvSource({"REQUIRE, off, plain", "REQUIRE, optional, plain", "ALLOW, required, plain", "DISABLE, optional, sdes"})
    void shouldRefuseWhatDoesNotFit(String trunk, String own, String phone) throws Exception {
        try (GatewayUnderTest gateway =
                new GatewayUnderTest(lists(trunk(trunk), RULE), "media.srtp=" + own, OVER_PLAIN)) {
            assertThat(refusal(dial(gateway, phone))).isEqualTo(488);
            assertThat(gateway.counters.refused()).containsEntry("encryption", 1L);
            assertThat(gateway.rooms).as("no room was joined").isEmpty();
        }
    }

    @Test
    void shouldPreferOwnRuleForTheTrunk() throws Exception {
        try (GatewayUnderTest gateway =
                new GatewayUnderTest(lists(trunk("DISABLE"), RULE), "media.srtp_trunks={ST_1: optional}", OVER_PLAIN)) {
            TestPhone caller = dial(gateway, "sdes");
            gateway.room().welcome();
            assertThat(got(caller.answered)).isEqualTo("200");
            caller.hangsUp();
        }
    }

    @Test
    void shouldHonourARuleThatRequiresEncryption() throws Exception {
        SIPDispatchRuleInfo strict = RULE.toBuilder()
                .setMediaEncryption(SIPMediaEncryption.SIP_MEDIA_ENCRYPT_REQUIRE)
                .build();
        try (GatewayUnderTest gateway = new GatewayUnderTest(lists(TRUNK, strict), OVER_PLAIN)) {
            assertThat(refusal(dial(gateway, "plain"))).isEqualTo(488);
            TestPhone caller = dial(gateway, "sdes");
            gateway.room().welcome();
            assertThat(got(caller.answered)).isEqualTo("200");
            caller.hangsUp();
        }
    }

    private static TestPhone dial(GatewayUnderTest gateway, String kind) throws Exception {
        return switch (kind) {
            case "plain" -> gateway.dialWith("200", "media.srtp=off");
            case "sdes" -> gateway.dialWith("200", "media.srtp=required", OVER_PLAIN);
            case "perhaps" -> gateway.dialWith("200", "media.srtp=optional", OVER_PLAIN);
            default -> gateway.dialWith("200", "media.srtp=required");
        };
    }

    private static int refusal(TestPhone phone) throws Exception {
        return ((CallEnd.Rejected) got(phone.ended)).status().code();
    }

    private static SIPInboundTrunkInfo trunk(String encryption) {
        return TRUNK.toBuilder()
                .setMediaEncryption(SIPMediaEncryption.valueOf("SIP_MEDIA_ENCRYPT_" + encryption))
                .build();
    }

    private static DispatchLists lists(SIPInboundTrunkInfo trunk, SIPDispatchRuleInfo rule) {
        return DispatchLists.fixed(new DispatchLists.Lists(List.of(trunk), List.of(rule)));
    }
}
