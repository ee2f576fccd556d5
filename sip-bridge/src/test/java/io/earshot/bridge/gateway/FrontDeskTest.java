package io.earshot.bridge.gateway;

import static io.earshot.bridge.gateway.GatewayUnderTest.got;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.livekit.api.ApiException;
import io.earshot.sip.CallEnd;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import livekit.LivekitSip.SIPDispatchRule;
import livekit.LivekitSip.SIPDispatchRuleDirect;
import livekit.LivekitSip.SIPDispatchRuleInfo;
import livekit.LivekitSip.SIPInboundTrunkInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDeskTest {
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

    @Test
    void shouldRefuseANumberThatNoTrunkTakes() throws Exception {
        SIPDispatchRuleInfo bound = RULE.toBuilder().addTrunkIds("ST_1").build();
        assertThat(refusal(lists(TRUNK, bound), "300")).isEqualTo(404);
    }

    @Test
    void shouldForbidAnAddressThatTheTrunkDoesNotAllow() throws Exception {
        SIPInboundTrunkInfo elsewhere =
                TRUNK.toBuilder().addAllowedAddresses("192.0.2.0/24").build();
        SIPDispatchRuleInfo bound = RULE.toBuilder().addTrunkIds("ST_1").build();
        assertThat(refusal(lists(elsewhere, bound), "200")).isEqualTo(403);
    }

    @Test
    void shouldRefuseATrunkWithoutRule() throws Exception {
        SIPDispatchRuleInfo others = RULE.toBuilder().addTrunkIds("ST_2").build();
        assertThat(refusal(lists(TRUNK, others), "200")).isEqualTo(404);
    }

    @Test
    void shouldAskToTryLaterWhileNothingIsKnownOfLiveKit() throws Exception {
        try (DispatchLists unknown = DispatchLists.start(FrontDeskTest::unreachable, Duration.ofHours(1))) {
            unknown.awaitFirst(Duration.ofSeconds(5));
            assertThat(refusal(unknown, "200")).isEqualTo(503);
        }
    }

    @Test
    void shouldCountRefusalsByReason() throws Exception {
        try (GatewayUnderTest gateway = new GatewayUnderTest(
                lists(TRUNK, RULE.toBuilder().addTrunkIds("ST_2").build()))) {
            got(gateway.dial("200").ended);
            assertThat(gateway.counters.refused()).containsEntry("no_rule", 1L);
        }
    }

    @Test
    void shouldRefuseWhatIsLeftToLiveKitsOwnGateway() throws Exception {
        assertThat(refusal(lists(TRUNK, RULE), "200", "routing.routes=[{trunks: [office], mode: room}]"))
                .isEqualTo(404);
    }

    @Test
    void shouldSendItThereWhereItsAddressIsGiven() throws Exception {
        try (GatewayUnderTest gateway = new GatewayUnderTest(
                        lists(TRUNK, RULE),
                        "routing.routes=[{rules: [SDR_1], mode: room, redirect: \"10.0.0.5:5062\"}]");
                RawCaller caller = new RawCaller(gateway)) {
            String answer = caller.invite("200", "");
            assertThat(answer).startsWith("SIP/2.0 302 ").contains("Contact: <sip:200@10.0.0.5:5062>");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "routing.routes=[{numbers: [\"20*\"], mode: direct}]",
                "routing.routes=[{addresses: [\"127.0.0.0/8\"], mode: direct}]",
                "routing.routes=[{callers: [\"100\"], trunks: [ST_1], mode: direct}]",
                "routing.routes=[{numbers: [\"300\"], mode: room}, {mode: direct}]"
            })
    void shouldTakeTheFirstRouteThatHoldsTheCall(String routes) throws Exception {
        try (GatewayUnderTest gateway = new GatewayUnderTest(lists(TRUNK, RULE), routes)) {
            TestPhone phone = gateway.dial("200");
            got(phone.answered);
            phone.hangsUp();
            assertThat(gateway.ended().mode()).isEqualTo("direct");
        }
    }

    @Test
    void shouldAskATrunksCallersWhoTheyAre() throws Exception {
        try (GatewayUnderTest gateway = new GatewayUnderTest(guarded());
                RawCaller caller = new RawCaller(gateway)) {
            String challenge = caller.invite("200", "");
            assertThat(challenge)
                    .startsWith("SIP/2.0 407 ")
                    .contains("realm=\"LiveKit\"", "algorithm=SHA-256", "algorithm=MD5");
            String proof = proof(challenge, "secret");
            assertThat(caller.invite("200", proof)).startsWith("SIP/2.0 180 ");
            StagedRoom room = gateway.room();
            assertThat(room.name()).isEqualTo("conference");
            assertThat(room.claims().path("attributes").toString()).doesNotContain("response=");
        }
    }

    @Test
    void shouldTakeAProofOnce() throws Exception {
        try (GatewayUnderTest gateway = new GatewayUnderTest(guarded());
                RawCaller caller = new RawCaller(gateway);
                RawCaller thief = new RawCaller(gateway)) {
            String proof = proof(caller.invite("200", ""), "secret");
            assertThat(caller.invite("200", proof)).startsWith("SIP/2.0 180 ");
            assertThat(thief.invite("200", proof)).startsWith("SIP/2.0 407 ");
            assertThat(gateway.counters.refused()).containsEntry("replayed", 1L);
        }
    }

    @Test
    void shouldForbidAWrongPassword() throws Exception {
        try (GatewayUnderTest gateway = new GatewayUnderTest(guarded());
                RawCaller caller = new RawCaller(gateway)) {
            String proof = proof(caller.invite("200", ""), "guess");
            assertThat(caller.invite("200", proof)).startsWith("SIP/2.0 403 ");
        }
    }

    @Test
    void shouldPutATrunksHeadersAndAttributesIntoItsAnswer() throws Exception {
        SIPInboundTrunkInfo talkative = TRUNK.toBuilder()
                .putHeaders("X-From-Trunk", "yes")
                .putHeaders("Via", "no")
                .putAttributesToHeaders("sip.callID", "X-Call")
                .putAttributesToHeaders("sip.ruleID", "not a name")
                .build();
        try (GatewayUnderTest gateway = new GatewayUnderTest(lists(talkative, RULE));
                RawCaller caller = new RawCaller(gateway)) {
            assertThat(caller.invite("200", "")).startsWith("SIP/2.0 180 ");
            StagedRoom room = gateway.room();
            room.welcome();
            String answer = caller.receive();
            String callId = room.claims().path("attributes").path("sip.callID").asText();
            assertThat(answer)
                    .startsWith("SIP/2.0 200 ")
                    .contains("X-From-Trunk: yes", "X-Call: " + callId)
                    .doesNotContain("not a name", "Via: no");
        }
    }

    private static DispatchLists guarded() {
        return lists(
                TRUNK.toBuilder()
                        .setAuthUsername("user")
                        .setAuthPassword("secret")
                        .build(),
                RULE);
    }

    private static DispatchLists lists(SIPInboundTrunkInfo trunk, SIPDispatchRuleInfo rule) {
        return DispatchLists.fixed(new DispatchLists.Lists(List.of(trunk), List.of(rule)));
    }

    private static DispatchLists.Lists unreachable() throws ApiException {
        throw new IllegalStateException("nobody there");
    }

    private static int refusal(DispatchLists lists, String number, String... settings) throws Exception {
        try (GatewayUnderTest gateway = new GatewayUnderTest(lists, settings)) {
            return ((CallEnd.Rejected) got(gateway.dial(number).ended)).status().code();
        }
    }

    private static String proof(String challenge, String password) throws Exception {
        Matcher nonce = Pattern.compile("nonce=\"([^\"]+)\", algorithm=SHA-256").matcher(challenge);
        assertThat(nonce.find()).isTrue();
        String a1 = sha256("user:LiveKit:" + password);
        String a2 = sha256("INVITE:sip:200@127.0.0.1");
        String response = sha256(a1 + ":" + nonce.group(1) + ":00000001:c:auth:" + a2);
        return "Proxy-Authorization: Digest username=\"user\", realm=\"LiveKit\", nonce=\"" + nonce.group(1)
                + "\", uri=\"sip:200@127.0.0.1\", response=\"" + response
                + "\", algorithm=SHA-256, cnonce=\"c\", qop=auth, nc=00000001\r\n";
    }

    private static String sha256(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    /** A caller that writes its own SIP. */
    private static final class RawCaller implements AutoCloseable {
        private static final String SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + "m=audio 39998 RTP/AVP 0\r\n";

        private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private final int port;
        private int sequence;

        RawCaller(GatewayUnderTest gateway) throws IOException {
            port = gateway.sip.udpPort();
            socket.setSoTimeout(5_000);
        }

        /** The first response but 100; a final refusal is acknowledged. */
        String invite(String number, String lines) throws IOException {
            sequence++;
            send(request("INVITE", number, lines + "Content-Type: application/sdp\r\n", SDP, ""));
            String response = receive();
            if (Integer.parseInt(response.substring(8, 11)) >= 300) {
                Matcher to = Pattern.compile("(?m)^To:.*?(;tag=[^\\s;]+)").matcher(response);
                send(request("ACK", number, "", "", to.find() ? to.group(1) : ""));
            }
            return response;
        }

        String receive() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[8_192], 8_192);
            String response = "SIP/2.0 100 ";
            while (response.startsWith("SIP/2.0 100 ")) {
                socket.receive(packet);
                response = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            }
            return response;
        }

        private String request(String method, String number, String lines, String body, String toTag) {
            int local = socket.getLocalPort();
            return method + " sip:" + number + "@127.0.0.1 SIP/2.0\r\n"
                    + "Via: SIP/2.0/UDP 127.0.0.1:" + local + ";branch=z9hG4bK" + local + "x" + sequence + "\r\n"
                    + "Max-Forwards: 70\r\nFrom: <sip:100@127.0.0.1>;tag=raw\r\nTo: <sip:" + number + "@127.0.0.1>"
                    + toTag + "\r\nCall-ID: raw-" + local + "\r\nCSeq: " + sequence + " " + method + "\r\n"
                    + "Contact: <sip:100@127.0.0.1:" + local + ">\r\n" + lines + "Content-Length: " + body.length()
                    + "\r\n\r\n" + body;
        }

        private void send(String text) throws IOException {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(octets, octets.length, InetAddress.getLoopbackAddress(), port));
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
