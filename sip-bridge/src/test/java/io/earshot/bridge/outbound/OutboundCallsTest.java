package io.earshot.bridge.outbound;

import static io.earshot.bridge.outbound.OutboundUnderTest.account;
import static io.earshot.bridge.outbound.OutboundUnderTest.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.bridge.http.HttpAnswer;
import io.earshot.bridge.records.CallRecord;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that are ordered over HTTP and placed to a carrier over real SIP and RTP. */
class OutboundCallsTest {
    private static final String ANSWERED = "{\"to\": \"+15550100\"}";

    private static String error(HttpAnswer answer) throws Exception {
        return json(answer).path("error").asText();
    }

    @Test
    void shouldHoldACallThroughATrunkThatAsksForAProof() throws Exception {
        try (OutboundUnderTest bridge = new OutboundUnderTest(account("open sesame") + ", headers: {X-Account: '7'}")) {
            String id = bridge.place("{\"to\": \"tel:+15550100\", \"from\": \"+15550198\", \"trunk\": \"carrier\","
                    + " \"greeting\": \"Good day.\", \"headers\": {\"X-Order\": \"12\"},"
                    + " \"metadata\": {\"order\": \"12\"}, \"ring_timeout\": 20}");
            JsonNode call = bridge.until(
                    id,
                    it -> it.path("quality").path("received").path("packets").asInt() > 5);
            assertThat(call.path("state").asText()).isEqualTo("answered");
            assertThat(call.path("direction").asText()).isEqualTo("outbound");
            assertThat(call.path("trunk").asText()).isEqualTo("carrier");
            assertThat(call.path("from").asText()).startsWith("sip:+15550198@127.0.0.1");
            assertThat(call.path("signalling").path("postDialDelayMs").asDouble())
                    .isPositive();
            CallRecord there = bridge.carrier.directory.all().getFirst();
            assertThat(there.trunk()).as("proved").isEqualTo("us");
            assertThat(there.direction()).isEqualTo("inbound");
            assertThat(bridge.delete(id)).isEqualTo(202);
            CallRecord last = bridge.ended();
            assertThat(last.end().reason()).isEqualTo("end_requested");
            assertThat(last.end().sipStatus()).isEqualTo(200);
            assertThat(last.events()).extracting(CallRecord.Event::detail).contains("{\"order\":\"12\"}");
            assertThat(bridge.outbound.counted("carrier", "answered")).isOne();
            assertThat(bridge.delete(id)).isEqualTo(409);
        }
    }

    @ParameterizedTest
    @CsvSource({"+15559999, callee_refused, 404, 1, refused", "+15550100, trunk_unproved, 407, 21, unproved"})
    void shouldSayWhyACallIsRefused(String to, String reason, int status, int q850, String outcome) throws Exception {
        String who = status == 407 ? "" : account("open sesame");
        try (OutboundUnderTest bridge = new OutboundUnderTest(who)) {
            bridge.place("{\"to\": \"" + to + "\"}");
            CallRecord last = bridge.ended();
            assertThat(last.end().reason()).isEqualTo(reason);
            assertThat(last.end().sipStatus()).isEqualTo(status);
            assertThat(last.end().q850()).isEqualTo(q850);
            assertThat(bridge.outbound.counted("carrier", outcome)).isOne();
        }
    }

    @Test
    void shouldTellARealmThatIsNotTheTrunks() throws Exception {
        try (OutboundUnderTest bridge = new OutboundUnderTest(account("open sesame") + ", realm: elsewhere")) {
            bridge.place(ANSWERED);
            assertThat(bridge.ended().end().detail()).contains("realm");
        }
    }

    @Test
    void shouldGiveUpWhenNobodyAnswers() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                OutboundUnderTest bridge =
                        new OutboundUnderTest("127.0.0.1:" + silent.getLocalPort(), "ring: 1s", new String[0])) {
            String id = bridge.place(ANSWERED);
            assertThat(bridge.get(id).path("state").asText()).isEqualTo("dialing");
            assertThat(bridge.ended().end().reason()).isEqualTo("not_answered");
            String second = bridge.place(ANSWERED);
            assertThat(bridge.delete(second)).isEqualTo(202);
            assertThat(bridge.ended().end().reason()).isEqualTo("dial_cancelled");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | no JSON | {",
                "400 | JSON object | [1]",
                "400 | to must be | {}",
                "400 | to must be | {\"to\": \"sip:a@elsewhere\"}",
                "400 | to must be | {\"to\": \"+1555 0100\\r\\nVia: x\"}",
                "400 | unknown key | {\"to\": \"+15550100\", \"password\": \"x\"}",
                "400 | ring_timeout | {\"to\": \"+15550100\", \"ring_timeout\": 0}",
                "400 | headers may be | {\"to\": \"+15550100\", \"headers\": {\"Via\": \"x\"}}",
                "400 | one line | {\"to\": \"+15550100\", \"headers\": {\"X-A\": \"a\\r\\nb\"}}",
                "404 | no such trunk | {\"to\": \"+15550100\", \"trunk\": \"other\"}",
                "403 | none of the trunk's | {\"to\": \"+15550100\", \"from\": \"+1999\"}",
                "403 | guard.dial.deny | {\"to\": \"+19005550100\"}",
                "403 | guard.dial.deny | {\"to\": \"0019005550100\"}",
                "403 | do not allow | {\"to\": \"+4930123\"}",
                "403 | deny the number | {\"to\": \"+1876123\"}"
            })
    void shouldRefuseWhatMayNotBeCalled(int status, String why, String body) throws Exception {
        try (OutboundUnderTest bridge = new OutboundUnderTest("caps: {allow: ['+1'], deny: ['+1876']}")) {
            HttpAnswer answer = bridge.post(body);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(error(answer)).contains(why);
            assertThat(bridge.us.sip.counts().callsAlive()).isZero();
            if (status != 400) {
                assertThat(bridge.refused.take().direction()).isEqualTo("outbound");
            }
        }
    }

    @Test
    void shouldNotPlaceMoreCallsAtOnceThanTheTrunkMay() throws Exception {
        try (OutboundUnderTest bridge = new OutboundUnderTest(account("open sesame") + ", caps: {calls: 1}")) {
            String first = bridge.place(ANSWERED);
            HttpAnswer second = bridge.post("{\"to\": \"+15550101\"}");
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.headers()).containsKey("Retry-After");
            assertThat(error(second)).contains("1 calls at once");
            bridge.delete(first);
            bridge.ended();
            assertThat(bridge.post("{\"to\": \"+15550101\"}").status()).isEqualTo(202);
        }
    }

    @Test
    void shouldNotPlaceMoreCallsInAMinuteThanTheTrunkMay() throws Exception {
        try (OutboundUnderTest bridge = new OutboundUnderTest("caps: {per_minute: 2}")) {
            bridge.place("{\"to\": \"+15550001\"}");
            bridge.place("{\"to\": \"+15550002\"}");
            HttpAnswer third = bridge.post("{\"to\": \"+15550003\"}");
            assertThat(third.status()).isEqualTo(429);
            assertThat(error(third)).contains("in a minute");
            assertThat(bridge.outbound.counted("carrier", "caps")).isOne();
        }
    }

    @Test
    void shouldCountWhatGoesOutByAnyTrunkAgainstTheCommonBounds() throws Exception {
        try (OutboundUnderTest bridge = new OutboundUnderTest("", "guard.dial.per_hour=1")) {
            bridge.place(ANSWERED);
            HttpAnswer second = bridge.post(ANSWERED);
            assertThat(second.status()).isEqualTo(429);
            assertThat(error(second)).contains("guard.dial.per_hour");
        }
    }

    @Test
    void shouldCountPlacedCallsAmongAllThatRun() throws Exception {
        try (OutboundUnderTest bridge = new OutboundUnderTest("", "calls.maximum=1")) {
            bridge.place(ANSWERED);
            HttpAnswer second = bridge.post(ANSWERED);
            assertThat(second.status()).isEqualTo(503);
            assertThat(error(second)).isEqualTo("all 1 calls in use");
        }
    }

    @Test
    void shouldPlaceNoCallWhileItDrains() throws Exception {
        try (OutboundUnderTest bridge = new OutboundUnderTest("")) {
            bridge.us.desk.drain();
            HttpAnswer answer = bridge.post(ANSWERED);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(error(answer)).isEqualTo("draining");
        }
    }

    @Test
    void shouldAskForJson() throws Exception {
        try (OutboundUnderTest bridge = new OutboundUnderTest("")) {
            assertThat(bridge.resource
                            .answer("POST", "", ANSWERED.getBytes(UTF_8))
                            .status())
                    .isEqualTo(415);
            assertThat(bridge.delete("EC_UNKNOWN")).isEqualTo(404);
            assertThat(bridge.resource.answer("GET", "", new byte[0]).status()).isEqualTo(200);
        }
    }
}
