package io.earshot.tools.simulate.deepgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.simulate.SimSocket;
import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.Simulators;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FluxSessionTest {
    private static final String PHONE = "/v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000";
    private static Simulators simulators;

    @BeforeAll
    static void start() throws Exception {
        simulators = Simulators.start(SimulatorConfig.defaults().withoutLatency());
    }

    @AfterAll
    static void stop() {
        simulators.close();
    }

    @Test
    void shouldFollowATurnFromItsStartToItsEnd() throws Exception {
        try (SimSocket socket = open(PHONE)) {
            Caller.beSilent(socket, 200);
            Caller.say(socket, "repair-price");
            Caller.beSilent(socket, 600);

            List<JsonNode> messages = socket.until(message -> event(message).equals("EndOfTurn"));
            assertThat(messages.get(0).path("type").asText()).isEqualTo("Connected");
            assertThat(messages.stream().map(FluxSessionTest::event)).containsOnlyOnce("StartOfTurn", "EndOfTurn");
            assertThat(messages.stream().filter(message -> event(message).equals("Update")))
                    .hasSizeGreaterThan(6);
            for (int i = 0; i < messages.size(); i++) {
                assertThat(messages.get(i).path("sequence_id").asInt()).isEqualTo(i);
            }
            JsonNode end = messages.get(messages.size() - 1);
            assertThat(end.path("transcript").asText()).isEqualTo(Caller.text("repair-price"));
            assertThat(end.path("end_of_turn_confidence").asDouble()).isBetween(0.7, 0.8);
            assertThat(end.path("trigger").asText()).isEqualTo("model");
            assertThat(end.path("words")).hasSize(7);
            assertThat(end.path("audio_window_start").asDouble()).isCloseTo(0.24, within(0.1));
        }
    }

    @Test
    void shouldCountTurns() throws Exception {
        try (SimSocket socket = open(PHONE)) {
            for (int turn = 0; turn < 3; turn++) {
                Caller.say(socket, "yes-please");
                Caller.beSilent(socket, 500);
                List<JsonNode> messages = socket.until(message -> event(message).equals("EndOfTurn"));
                assertThat(messages.get(messages.size() - 1).path("turn_index").asInt())
                        .isEqualTo(turn);
                assertThat(messages.get(messages.size() - 1).path("transcript").asText())
                        .isEqualTo("Yes, please.");
            }
        }
    }

    @Test
    void shouldAnnounceTheEndOfTheTurnWithTheSameText() throws Exception {
        try (SimSocket socket = open(PHONE + "&eager_eot_threshold=0.4&eot_threshold=0.8")) {
            Caller.say(socket, "parking");
            Caller.beSilent(socket, 800);

            List<JsonNode> turn = socket.until(message -> event(message).equals("EndOfTurn")).stream()
                    .filter(message -> !event(message).equals("Update"))
                    .toList();
            assertThat(turn.stream().map(FluxSessionTest::event))
                    .endsWith("EagerEndOfTurn", "EndOfTurn")
                    .contains("StartOfTurn");
            assertThat(turn.get(turn.size() - 2).path("transcript"))
                    .isEqualTo(turn.get(turn.size() - 1).path("transcript"));
        }
    }

    @Test
    void shouldTakeTheAnnouncementBackWhenTheCallerGoesOn() throws Exception {
        try (SimSocket socket = open(PHONE + "&eager_eot_threshold=0.3&eot_threshold=0.9")) {
            Caller.say(socket, "no-thanks");
            Caller.beSilent(socket, 260);
            Caller.say(socket, "goodbye");
            Caller.beSilent(socket, 900);

            List<JsonNode> messages = socket.until(message -> event(message).equals("EndOfTurn"));
            assertThat(messages.stream()
                            .map(FluxSessionTest::event)
                            .filter(event -> !event.equals("Update") && !event.isEmpty()))
                    .containsExactly("StartOfTurn", "EagerEndOfTurn", "TurnResumed", "EagerEndOfTurn", "EndOfTurn");
            assertThat(messages.get(messages.size() - 1).path("transcript").asText())
                    .isEqualTo("No, thank you. Thank you very much, goodbye.");
        }
    }

    @Test
    void shouldEndTheTurnOnDemandAndByTimeout() throws Exception {
        try (SimSocket socket = open(PHONE + "&eot_threshold=1.0&eot_timeout_ms=500")) {
            socket.send(java.util.Arrays.copyOf(Caller.mulaw("human"), 8 * 800));
            socket.send("{\"type\":\"ForceEndTurn\"}");
            assertThat(end(socket).path("trigger").asText()).isEqualTo("manual");

            Caller.say(socket, "greeting");
            Caller.beSilent(socket, 700);
            assertThat(end(socket).path("trigger").asText()).isEqualTo("timeout");
        }
    }

    @Test
    void shouldChangeThresholdsWithinTheStream() throws Exception {
        try (SimSocket socket = open(PHONE)) {
            socket.next();
            socket.send("{\"type\":\"Configure\",\"thresholds\":{\"eot_threshold\":0.9},\"keyterms\":[\"a\"]}");
            JsonNode success = socket.next();
            assertThat(success.path("type").asText()).isEqualTo("ConfigureSuccess");
            assertThat(success.at("/thresholds/eot_threshold").asDouble()).isEqualTo(0.9);

            socket.send("{\"type\":\"Configure\",\"thresholds\":{\"eot_threshold\":0.1}}");
            assertThat(socket.next().path("type").asText()).isEqualTo("ConfigureFailure");
        }
    }

    @Test
    void shouldCloseWithoutEndingTheTurn() throws Exception {
        try (SimSocket socket = open(PHONE)) {
            Caller.say(socket, "press-one");
            socket.send("{\"type\":\"CloseStream\"}");

            assertThat(socket.closing()).isEqualTo("1005");
            List<String> messages = socket.rest();
            assertThat(messages.get(messages.size() - 1)).contains("Update").contains("Please press one for me.");
            assertThat(messages).noneMatch(message -> message.contains("EndOfTurn"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "{}", "{\"type\":\"KeepAlive\"}", "[[[[", "{\"type\":{\"a\":1}}", "null"})
    void shouldEndTheStreamAtTextThatIsNoMessage(String text) throws Exception {
        try (SimSocket socket = open(PHONE)) {
            socket.next();
            JsonNode error = socket.send(text).next();
            assertThat(error.path("type").asText()).isEqualTo("Error");
            assertThat(error.path("code").asText()).isEqualTo("UNPARSABLE_CLIENT_MESSAGE");
            assertThat(socket.closing()).startsWith("1011");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model=flux-general-en&encoding=mulaw&sample_rate=8000&endpointing=300",
                "model=nova-3&encoding=mulaw&sample_rate=8000",
                "model=flux-general-en&encoding=mulaw&sample_rate=8000&eot_threshold=0.3",
                "model=flux-general-en&encoding=mulaw&sample_rate=8000&eot_threshold=0.5&eager_eot_threshold=0.8",
                "model=flux-general-en&encoding=mulaw&sample_rate=8000&eot_timeout_ms=10"
            })
    void shouldRefuseBadParameters(String query) throws Exception {
        try (SimSocket socket = open("/v2/listen?" + query)) {
            assertThat(socket.handshake().code()).isEqualTo(400);
            assertThat(socket.handshake().header("dg-error")).isNotBlank();
        }
    }

    private static SimSocket open(String path) {
        return SimSocket.open(simulators.deepgram(), path, "Authorization", "Token test");
    }

    private static JsonNode end(SimSocket socket) throws Exception {
        List<JsonNode> messages = socket.until(message -> event(message).equals("EndOfTurn"));
        return messages.get(messages.size() - 1);
    }

    private static String event(JsonNode message) {
        return message.path("event").asText("");
    }
}
