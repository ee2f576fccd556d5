package io.earshot.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import livekit.LivekitSip.SIPOutboundTrunkInfo;
import org.junit.jupiter.api.Test;

class LikenessTest {
    private static final Timestamp NOW = Timestamp.newBuilder().setSeconds(1).build();

    @Test
    void shouldNotMindWhatTheServerFillsIn() {
        var trunk = SIPInboundTrunkInfo.newBuilder().addNumbers("+1").build();
        var called = SIPOutboundTrunkInfo.newBuilder().setAddress("a").build();
        var rule = SIPDispatchRuleInfo.newBuilder().addTrunkIds("ST_1").build();

        assertThat(Likeness.same(
                        trunk.toBuilder()
                                .setSipTrunkId("ST_1")
                                .setCreatedAt(NOW)
                                .build(),
                        trunk))
                .isTrue();
        assertThat(Likeness.same(
                        called.toBuilder()
                                .setSipTrunkId("ST_2")
                                .setUpdatedAt(NOW)
                                .build(),
                        called))
                .isTrue();
        assertThat(Likeness.same(
                        rule.toBuilder()
                                .setSipDispatchRuleId("SDR_1")
                                .setCreatedAt(NOW)
                                .build(),
                        rule))
                .isTrue();
    }

    @Test
    void shouldTellOtherContentApart() {
        var trunk = SIPInboundTrunkInfo.newBuilder().addNumbers("+1").build();

        assertThat(Likeness.same(trunk.toBuilder().addAllowedNumbers("+2").build(), trunk))
                .isFalse();
        assertThat(Likeness.same(trunk.toBuilder().clearNumbers().build(), trunk))
                .isFalse();
    }

    @Test
    void shouldGoByTheNameWhereThereIsOne() {
        var named = SIPOutboundTrunkInfo.newBuilder()
                .setName("provider")
                .setAddress("a")
                .build();

        assertThat(Likeness.same(named.toBuilder().setMetadata("other").build(), named))
                .isTrue();
        assertThat(Likeness.same(named.toBuilder().setAddress("b").build(), named))
                .isFalse();
    }
}
