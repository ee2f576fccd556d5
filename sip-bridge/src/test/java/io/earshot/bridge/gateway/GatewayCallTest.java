package io.earshot.bridge.gateway;

import static io.earshot.bridge.gateway.GatewayUnderTest.got;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.bridge.records.CallRecord;
import io.earshot.livekit.room.DisconnectReason;
import io.earshot.livekit.room.PublishOptions;
import io.earshot.livekit.room.RoomEnd;
import io.earshot.livekit.signal.Refusal;
import io.earshot.media.codec.AudioCodec;
import io.earshot.sip.CallEnd;
import io.earshot.sip.SipHeader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import livekit.LivekitAgentDispatch.RoomAgentDispatch;
import livekit.LivekitRoom.RoomConfiguration;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleDirect;
import livekit.LivekitSip.SIPDispatchRuleIndividual;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayCallTest {
    private static final SIPInboundTrunkInfo TRUNK = SIPInboundTrunkInfo.newBuilder()
            .setSipTrunkId("ST_1")
            .setName("office")
            .addNumbers("200")
            .putHeadersToAttributes("X-Customer", "customer")
            .build();
    private static final SIPDispatchRuleInfo INDIVIDUAL = individual(rule -> rule);

    @Test
    void shouldRingWhileItJoinsAndAnswerWhenTheCallersTrackIsInTheRoom() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL)) {
            TestPhone phone = gateway.dial("200");
            StagedRoom room = gateway.room();
            assertThat(got(phone.progress)).isEqualTo(180);
            assertThat(phone.answered.poll(100, TimeUnit.MILLISECONDS)).isNull();
            room.welcome();
            assertThat(got(phone.answered)).isEqualTo("200");
        }
    }

    @Test
    void shouldJoinAsLiveKitsParticipantOfTheCaller() throws Exception {
        SIPDispatchRuleInfo rule = individual(info -> info.setMetadata("m")
                .putAttributes("rule", "yes")
                .setRoomConfig(RoomConfiguration.newBuilder()
                        .addAgents(RoomAgentDispatch.newBuilder().setAgentName("earshot"))));
        try (GatewayUnderTest gateway = start(rule)) {
            TestPhone phone = gateway.dial("200", new SipHeader("X-Customer", "4711"));
            JsonNode claims = gateway.room().claims();
            JsonNode attributes = claims.path("attributes");
            String callId = attributes.path("sip.callID").asText();
            assertThat(claims.path("kind").asText()).isEqualTo("sip");
            assertThat(claims.path("sub").asText()).isEqualTo("sip_100");
            assertThat(claims.path("name").asText()).isEqualTo("Phone 100");
            assertThat(claims.path("metadata").asText()).isEqualTo("m");
            assertThat(claims.path("video").path("room").asText()).isEqualTo("voice-ai-call-" + callId);
            assertThat(claims.path("roomConfig")
                            .path("agents")
                            .get(0)
                            .path("agentName")
                            .asText())
                    .isEqualTo("earshot");
            assertThat(attributes.path("sip.callStatus").asText()).isEqualTo("ringing");
            assertThat(attributes.path("sip.phoneNumber").asText()).isEqualTo("100");
            assertThat(attributes.path("sip.trunkPhoneNumber").asText()).isEqualTo("200");
            assertThat(attributes.path("sip.trunkID").asText()).isEqualTo("ST_1");
            assertThat(attributes.path("sip.ruleID").asText()).isEqualTo("SDR_1");
            assertThat(attributes.path("sip.hostname").asText()).isEqualTo("127.0.0.1");
            assertThat(attributes.path("sip.callIDFull").asText()).isNotEmpty();
            assertThat(attributes.path("sip.callTag").asText()).isNotEmpty();
            assertThat(attributes.path("customer").asText()).isEqualTo("4711");
            assertThat(attributes.path("rule").asText()).isEqualTo("yes");
            phone.hangsUp();
        }
    }

    @Test
    void shouldWaitForSomebodyElseWhereThatIsConfigured() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL, "gateway.answer=when_heard")) {
            TestPhone phone = gateway.dial("200");
            StagedRoom room = gateway.room();
            room.welcome();
            assertThat(phone.answered.poll(200, TimeUnit.MILLISECONDS)).isNull();
            room.speaks("bob");
            assertThat(got(room.subscribed)).isEqualTo("TR_bob");
            assertThat(got(phone.answered)).isEqualTo("200");
        }
    }

    @Test
    void shouldCarryG711UntouchedBothWays() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL)) {
            TestPhone phone = gateway.dial("200");
            StagedRoom room = answered(gateway, phone);
            PublishOptions track = room.options.published().getFirst().options();
            assertThat(track.codec()).isEqualTo(AudioCodec.PCMU);
            assertThat(track.name()).isEqualTo("sip_100");
            phone.says(0x21);
            assertThat(heardInRoom(room, 0, 0x21)).isTrue();
            room.speaks("bob");
            room.says("bob", 0x43, 160);
            assertThat(phone.hears(0x43)).isTrue();
            phone.hangsUp();
            CallRecord.RoomAudio audio = gateway.ended().roomAudio();
            assertThat(audio).isNotNull();
            assertThat(audio.toRoom().carriedMs()).isPositive();
            assertThat(audio.fromRoom().get("TR_bob").carriedMs()).isEqualTo(20);
            assertThat(audio.mixedPackets()).isZero();
        }
    }

    @Test
    void shouldPublishOpusWhereThatIsConfigured() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL, "gateway.track=opus")) {
            gateway.dial("200");
            PublishOptions track = gateway.room().options.published().getFirst().options();
            assertThat(track.codec()).isEqualTo(AudioCodec.OPUS);
        }
    }

    @Test
    void shouldCarryKeysBothWays() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL)) {
            TestPhone phone = gateway.dial("200");
            StagedRoom room = answered(gateway, phone);
            phone.presses("7#");
            assertThat(got(room.keys)).isEqualTo('7');
            assertThat(got(room.keys)).isEqualTo('#');
            room.presses('5');
            assertThat(got(phone.keys)).isEqualTo('5');
        }
    }

    @Test
    void shouldTellTheRoomHowTheCallStandsAndLeaveWithTheCaller() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL)) {
            TestPhone phone = gateway.dial("200");
            StagedRoom room = answered(gateway, phone);
            assertThat(got(room.attributes)).isEqualTo(Map.of("sip.callStatus", "active"));
            phone.hangsUp();
            assertThat(got(room.attributes)).isEqualTo(Map.of("sip.callStatus", "hangup"));
            assertThat(got(room.left)).isEqualTo("left");
            CallRecord record = gateway.ended();
            assertThat(record.mode()).isEqualTo("gateway");
            assertThat(record.trunk()).isEqualTo("ST_1");
            assertThat(record.room()).startsWith("voice-ai-call-");
            assertThat(record.participant()).isEqualTo("PA_us");
            assertThat(record.end())
                    .isEqualTo(new CallRecord.End("caller_hung_up", "caller", "", 200, 16, "CLIENT_INITIATED"));
        }
    }

    @Test
    void shouldHangUpWhenTheRoomIsOver() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL)) {
            TestPhone phone = gateway.dial("200");
            StagedRoom room = answered(gateway, phone);
            room.ends(new RoomEnd.RoomDeleted(DisconnectReason.ROOM_DELETED, "deleted by an administrator"));
            assertThat(got(phone.ended)).isEqualTo(new CallEnd.RemoteBye("Q.850;cause=16"));
            CallRecord.End end = gateway.ended().end();
            assertThat(end)
                    .isEqualTo(new CallRecord.End(
                            "room_ended", "room", "deleted by an administrator", 200, 16, "ROOM_DELETED"));
        }
    }

    static Stream<Arguments> failedJoins() {
        return Stream.of(
                Arguments.of(new RoomEnd.Lost(DisconnectReason.JOIN_FAILURE, "nobody there"), 503),
                Arguments.of(new RoomEnd.Refused(503, Refusal.OVERLOADED, "too many"), 503),
                Arguments.of(new RoomEnd.Refused(401, Refusal.WRONG_SECRET, "another secret"), 500),
                Arguments.of(new RoomEnd.Refused(403, Refusal.ROOM_FULL, "full"), 486));
    }

    @ParameterizedTest
    @MethodSource("failedJoins")
    void shouldRefuseTheCallWhenTheRoomCannotBeJoined(RoomEnd end, int status) throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL)) {
            TestPhone phone = gateway.dial("200");
            gateway.room().ends(end);
            assertThat(((CallEnd.Rejected) got(phone.ended)).status().code()).isEqualTo(status);
            CallRecord.End told = gateway.ended().end();
            assertThat(told).isNotNull();
            assertThat(told.reason()).isEqualTo("room_unavailable");
            assertThat(told.sipStatus()).isEqualTo(status);
            assertThat(told.livekit()).isEqualTo("JOIN_FAILURE");
            assertThat(told.detail()).isEqualTo(end.cause());
        }
    }

    @Test
    void shouldLeaveTheRoomWhenTheCallerGivesUp() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL)) {
            TestPhone phone = gateway.dial("200");
            StagedRoom room = gateway.room();
            got(phone.progress);
            phone.hangsUp();
            assertThat(got(room.left)).isEqualTo("left");
            assertThat(gateway.ended().end().sipStatus()).isEqualTo(487);
        }
    }

    @Test
    void shouldGiveUpWhenNobodyCanBeHeardInTime() throws Exception {
        SIPInboundTrunkInfo impatient = TRUNK.toBuilder()
                .setRingingTimeout(com.google.protobuf.Duration.newBuilder().setNanos(200_000_000))
                .build();
        DispatchLists lists = DispatchLists.fixed(new DispatchLists.Lists(List.of(impatient), List.of(INDIVIDUAL)));
        try (GatewayUnderTest gateway = new GatewayUnderTest(lists, "gateway.answer=when_heard")) {
            TestPhone phone = gateway.dial("200");
            gateway.room().welcome();
            assertThat(((CallEnd.Rejected) got(phone.ended)).status().code()).isEqualTo(480);
            assertThat(gateway.ended().end().reason()).isEqualTo("nobody_answered");
        }
    }

    @Test
    void shouldJoinACallerWhoMadeNoOffer() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL)) {
            TestPhone phone = gateway.dialWithoutOffer("200");
            StagedRoom room = gateway.room();
            room.welcome();
            got(phone.answered);
            phone.says(0x21);
            assertThat(heardInRoom(room, 0, 0x21)).isTrue();
            assertThat(got(room.attributes)).isEqualTo(Map.of("sip.callStatus", "active"));
            phone.hangsUp();
        }
    }

    @Test
    void shouldPublishALawAsItIs() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL, "media.codecs=[pcma]")) {
            gateway.dial("200");
            PublishOptions track = gateway.room().options.published().getFirst().options();
            assertThat(track.codec()).isEqualTo(AudioCodec.PCMA);
        }
    }

    @Test
    void shouldHangUpOnRequestAndSaySo() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL)) {
            TestPhone phone = gateway.dial("200");
            StagedRoom room = answered(gateway, phone);
            String callId = room.claims().path("attributes").path("sip.callID").asText();
            assertThat(gateway.directory.running(callId).orElseThrow().hangUp("requested over HTTP"))
                    .isTrue();
            assertThat(got(phone.ended)).isInstanceOf(CallEnd.RemoteBye.class);
            assertThat(gateway.ended().end().reason()).isEqualTo("end_requested");
            assertThat(got(room.left)).isEqualTo("left");
        }
    }

    @Test
    void shouldLetInWhoKnowsThePin() throws Exception {
        try (GatewayUnderTest gateway = start(withPin("4711"))) {
            TestPhone phone = gateway.dial("200");
            assertThat(got(phone.answered)).isEqualTo("200");
            assertThat(gateway.rooms).isEmpty();
            assertThat(phone.hearsSound()).as("the prompt").isTrue();
            phone.presses("12#4711#");
            StagedRoom room = gateway.room();
            assertThat(room.claims().path("attributes").path("sip.callStatus").asText())
                    .isEqualTo("active");
            room.welcome();
            phone.says(0x21);
            assertThat(heardInRoom(room, 0, 0x21)).isTrue();
            assertThat(room.keys).as("the PIN is nobody's business").isEmpty();
            phone.hangsUp();
        }
    }

    @Test
    void shouldEndTheCallAfterThreeWrongPins() throws Exception {
        try (GatewayUnderTest gateway = start(withPin("4711"))) {
            TestPhone phone = gateway.dial("200");
            got(phone.answered);
            phone.presses("1#2#3#");
            assertThat(got(phone.ended)).isInstanceOf(CallEnd.RemoteBye.class);
            assertThat(gateway.ended().end().reason()).isEqualTo("wrong_pin");
            assertThat(gateway.rooms).isEmpty();
        }
    }

    @Test
    void shouldGiveEveryCallARoomOfItsOwnByTheTemplate() throws Exception {
        DispatchLists everyCall = DispatchLists.fixed(GatewayDesk.everyCall());
        try (GatewayUnderTest gateway = new GatewayUnderTest(
                everyCall, "gateway.dispatch=template", "gateway.room_name=\"{callee}-{call_id}\"")) {
            gateway.dial("999");
            JsonNode claims = gateway.room().claims();
            assertThat(claims.path("video").path("room").asText())
                    .isEqualTo("999-"
                            + claims.path("attributes").path("sip.callID").asText());
        }
    }

    @Test
    void shouldShareTheCallWithAnAgentOfItsOwn() throws Exception {
        try (GatewayUnderTest gateway = start(INDIVIDUAL, "gateway.agent=true")) {
            TestPhone phone = gateway.dial("200");
            StagedRoom room = gateway.room();
            room.welcome();
            got(phone.answered);
            assertThat(room.options.published()).hasSize(2);
            assertThat(room.options.published().getFirst().options().name()).isEqualTo("agent");
            phone.says(0x21);
            assertThat(heardInRoom(room, 1, 0x21)).as("the caller in the room").isTrue();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            byte[] greeting = room.hears(0, 160);
            while (greeting.length == 0 && System.nanoTime() - deadlineNs < 0) {
                greeting = room.hears(0, 160);
            }
            assertThat(greeting).as("the agent's greeting in the room").isNotEmpty();
            phone.hangsUp();
        }
    }

    private static boolean heardInRoom(StagedRoom room, int track, int octet) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (System.nanoTime() - deadlineNs < 0) {
            byte[] heard = room.hears(track, 160);
            if (heard.length > 0 && heard[0] == (byte) octet) {
                return true;
            }
        }
        return false;
    }

    private static StagedRoom answered(GatewayUnderTest gateway, TestPhone phone) throws Exception {
        StagedRoom room = gateway.room();
        room.welcome();
        got(phone.answered);
        return room;
    }

    private static GatewayUnderTest start(SIPDispatchRuleInfo rule, String... settings) throws Exception {
        return new GatewayUnderTest(
                DispatchLists.fixed(new DispatchLists.Lists(List.of(TRUNK), List.of(rule))), settings);
    }

    static SIPDispatchRuleInfo individual(UnaryOperator<SIPDispatchRuleInfo.Builder> more) {
        SIPDispatchRuleIndividual kind =
                SIPDispatchRuleIndividual.newBuilder().setRoomPrefix("calls").build();
        return more.apply(SIPDispatchRuleInfo.newBuilder()
                        .setSipDispatchRuleId("SDR_1")
                        .setRule(SIPDispatchRule.newBuilder().setDispatchRuleIndividual(kind)))
                .build();
    }

    private static SIPDispatchRuleInfo withPin(String pin) {
        SIPDispatchRuleDirect kind = SIPDispatchRuleDirect.newBuilder()
                .setRoomName("conference")
                .setPin(pin)
                .build();
        return SIPDispatchRuleInfo.newBuilder()
                .setSipDispatchRuleId("SDR_2")
                .setRule(SIPDispatchRule.newBuilder().setDispatchRuleDirect(kind))
                .build();
    }
}
