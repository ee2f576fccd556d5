package io.earshot.tools.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.earshot.livekit.api.ApiException;
import io.earshot.livekit.api.ApiSettings;
import io.earshot.livekit.api.LiveKitApi;
import io.earshot.livekit.dispatch.DispatchEngine;
import io.earshot.livekit.dispatch.DispatchOutcome.Accepted;
import io.earshot.livekit.dispatch.RoomNaming;
import io.earshot.livekit.dispatch.SipCallFacts;
import io.earshot.tools.call.EchoAgent;
import io.earshot.tools.livekit.CommandRun;
import java.net.URI;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitSip.CreateSIPParticipantRequest;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleCallee;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import livekit.LivekitSip.SIPOutboundTrunkInfo;
import livekit.LivekitSip.SIPParticipantInfo;
import livekit.LivekitSip.SIPTransport;
import livekit.LivekitSip.TransferSIPParticipantRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Telephony through the API, with the real livekit-sip: calls out, and the decisions about calls in. */
@Tag("peers")
@Timeout(120)
class SipControlTest {
    private static Peers peers;
    private static LiveKitApi api;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start().withSip();
        api = LiveKitApi.connect(ApiSettings.of(peers.url().toString(), peers.key(), true));
    }

    @AfterAll
    static void stop() {
        if (peers != null) {
            api.close();
            peers.close();
        }
    }

    @Test
    void shouldReturnWhenTheCallIsAnswered() throws Exception {
        try (EchoAgent phone = new EchoAgent(100, true)) {
            SIPParticipantInfo info = api.sip().dial(call(phone, "answered"));

            ParticipantInfo there = api.participants().get("answered", info.getParticipantIdentity());
            assertThat(there.getKind()).isEqualTo(ParticipantInfo.Kind.SIP);
            assertThat(there.getAttributesMap()).containsEntry("sip.callStatus", "active");
            assertThat(api.participants().remove("answered", info.getParticipantIdentity()))
                    .isTrue();
        }
    }

    @Test
    void shouldSayWithWhatStatusACallWasRefused() throws Exception {
        try (EchoAgent phone = new EchoAgent(100, false)) {
            ApiException.CallRefused refused = catchThrowableOfType(
                    ApiException.CallRefused.class, () -> api.sip().dial(call(phone, "refused")));

            assertThat(refused.sipStatus()).isEqualTo(486);
            assertThat(refused).hasMessageContaining("the other end answered 486");
        }
    }

    @Test
    void shouldTransferACaller() throws Exception {
        peers.takeCalls("+15558000", "handover-", Map.of());
        try (TonePhone phone = new TonePhone(peers.sipPort(), "+15558000").from("+15550102")) {
            CompletableFuture<Double> answered = phone.dialling();
            String room = peers.awaitRoom("handover-");
            try (PythonPeer agent = PythonPeer.join(peers, room, "agent", "700")) {
                agent.await("published");
                answered.get();

                CommandRun run = CommandRun.of(
                        "participants",
                        "transfer",
                        room,
                        "sip_+15550102",
                        "tel:+15550123",
                        "--url",
                        peers.url().toString(),
                        "--allow-plain",
                        "--api-key",
                        PeerConfig.API_KEY,
                        "--api-secret",
                        PeerConfig.API_SECRET);

                assertThat(run.status()).as(run.err()).isZero();
                assertThat(phone.awaitRefer(5)).contains("tel:+15550123");
            }
        }
    }

    @Test
    void shouldSayWhyATransferFailed() throws Exception {
        try (EchoAgent phone = new EchoAgent(100, true)) {
            api.sip().dial(call(phone, "transfer"));

            ApiException failure = catchThrowableOfType(
                    ApiException.class,
                    () -> api.sip()
                            .transfer(TransferSIPParticipantRequest.newBuilder()
                                    .setRoomName("transfer")
                                    .setParticipantIdentity("callee")
                                    .setTransferTo("tel:+15550123")
                                    .build()));

            assertThat(failure)
                    .isInstanceOf(ApiException.CallRefused.class)
                    .hasMessageContaining("answered 603 Decline");
        }
    }

    @Test
    void shouldDecideAboutARealCallAsLiveKitDoes() throws Exception {
        SIPInboundTrunkInfo trunk = api.sip()
                .createInbound(SIPInboundTrunkInfo.newBuilder()
                        .setName("in")
                        .addNumbers("+1 555 7000")
                        .build());
        api.sip()
                .createInbound(SIPInboundTrunkInfo.newBuilder()
                        .setName("else")
                        .addNumbers("+15557001")
                        .build());
        api.sip().createRule(rule("any", "any-").build());
        api.sip()
                .createRule(
                        rule("this", "this-").addTrunkIds(trunk.getSipTrunkId()).build());
        DispatchEngine engine = new DispatchEngine(RoomNaming.likeLiveKit(new Random(1)));

        Accepted ours = (Accepted) engine.evaluate(
                SipCallFacts.of("x", "+15550101", "127.0.0.1", "+15557000", "127.0.0.1"),
                api.sip().inbound(),
                api.sip().rules());
        ParticipantInfo caller = callIn(ours.roomName());

        assertThat(caller.getIdentity()).isEqualTo(ours.identity());
        assertThat(caller.getName()).isEqualTo(ours.name());
        assertThat(caller.getAttributesMap())
                .containsAllEntriesOf(Map.of(
                        "sip.trunkID", ours.trunk().trunkId(),
                        "sip.ruleID", ours.ruleId(),
                        "sip.phoneNumber", "+15550101",
                        "sip.trunkPhoneNumber", "+15557000",
                        "colour", "blue"));
        assertThat(ours.trunk().trunkId()).isEqualTo(trunk.getSipTrunkId());
    }

    private static ParticipantInfo callIn(String room) throws Exception {
        try (TonePhone phone = new TonePhone(peers.sipPort(), "+15557000").from("+15550101")) {
            CompletableFuture<Double> answered = phone.dialling();
            ParticipantInfo caller = Peers.until(
                    "the caller in room " + room,
                    () -> api.participants().list(room).stream().findFirst().orElse(null),
                    () -> "");
            answered.cancel(true);
            return caller;
        }
    }

    private static SIPDispatchRuleInfo.Builder rule(String name, String prefix) {
        return SIPDispatchRuleInfo.newBuilder()
                .setName(name)
                .putAttributes("colour", "blue")
                .setRule(SIPDispatchRule.newBuilder()
                        .setDispatchRuleCallee(
                                SIPDispatchRuleCallee.newBuilder().setRoomPrefix(prefix)));
    }

    private static CreateSIPParticipantRequest call(EchoAgent phone, String room) throws ApiException {
        URI uri = URI.create(phone.uri().replace("sip:", "sip://"));
        SIPOutboundTrunkInfo trunk = api.sip()
                .createOutbound(SIPOutboundTrunkInfo.newBuilder()
                        .setName("to " + room)
                        .setAddress("127.0.0.1:" + uri.getPort())
                        .setTransport(SIPTransport.SIP_TRANSPORT_UDP)
                        .addNumbers("+15550100")
                        .build());
        return CreateSIPParticipantRequest.newBuilder()
                .setSipTrunkId(trunk.getSipTrunkId())
                .setSipCallTo("echo")
                .setRoomName(room)
                .setParticipantIdentity("callee")
                .setWaitUntilAnswered(true)
                .build();
    }
}
