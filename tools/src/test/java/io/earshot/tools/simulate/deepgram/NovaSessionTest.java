package io.earshot.tools.simulate.deepgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.simulate.SimSocket;
import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.Simulators;
import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Stage;
import io.earshot.tools.simulate.speech.Ear;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NovaSessionTest {
    private static final String PHONE = "/v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000";
    private static Simulators simulators;

    @BeforeAll
    static void start() throws Exception {
        simulators = Simulators.start(SimulatorConfig.defaults()
                .withoutLatency()
                .withListen(new ListenSettings(Ear.UNKNOWN, 200, Duration.ofMillis(400))));
    }

    @AfterAll
    static void stop() {
        simulators.close();
    }

    @AfterEach
    void endFaults() {
        simulators.faults().replace(List.of());
    }

    @Test
    void shouldTranscribeAnUtteranceAndSayThatItIsOver() throws Exception {
        try (SimSocket socket = open(PHONE + "&punctuate=true&interim_results=true&vad_events=true&endpointing=300")) {
            Caller.beSilent(socket, 500);
            Caller.say(socket, "opening-hours");
            Caller.beSilent(socket, 400);

            List<JsonNode> messages = socket.until(NovaSessionTest::speechFinal);
            assertThat(messages.get(0).path("type").asText()).isEqualTo("SpeechStarted");
            assertThat(messages.get(0).path("timestamp").asDouble()).isCloseTo(0.54, within(0.1));
            assertThat(messages.subList(1, messages.size() - 1)).isNotEmpty().allSatisfy(interim -> {
                assertThat(interim.path("is_final").asBoolean()).isFalse();
                assertThat(Caller.text("opening-hours")).startsWith(transcript(interim));
            });
            JsonNode last = messages.get(messages.size() - 1);
            assertThat(transcript(last)).isEqualTo("What are your opening hours on Saturday?");
            assertThat(last.path("start").asDouble() + last.path("duration").asDouble())
                    .isCloseTo(0.5 + 2.233 + 0.3, within(0.15));
            JsonNode words = last.at("/channel/alternatives/0/words");
            assertThat(words).hasSize(7);
            assertThat(words.path(6).path("word").asText()).isEqualTo("saturday");
            assertThat(words.path(6).path("punctuated_word").asText()).isEqualTo("Saturday?");
            assertThat(words.path(0).path("start").asDouble()).isCloseTo(0.54, within(0.1));
        }
    }

    @Test
    void shouldKeepAPhraseWholeAfterALongSilence() throws Exception {
        try (SimSocket socket = open(PHONE + "&punctuate=true&endpointing=300")) {
            Caller.beSilent(socket, 9_000);
            Caller.say(socket, "parking");
            Caller.beSilent(socket, 400);

            assertThat(transcript(socket.next())).isEqualTo(Caller.text("parking"));
        }
    }

    @Test
    void shouldWriteLowerCaseWithoutPunctuationUnlessAsked() throws Exception {
        try (SimSocket socket = open(PHONE)) {
            Caller.say(socket, "stop-please");
            Caller.beSilent(socket, 200);

            assertThat(transcript(last(socket.until(NovaSessionTest::speechFinal))))
                    .isEqualTo("wait stop i have another question");
        }
    }

    @Test
    void shouldReportTheEndOfTheUtteranceByTheGapAfterTheLastWord() throws Exception {
        try (SimSocket socket = open(PHONE + "&interim_results=true&utterance_end_ms=1000&endpointing=false")) {
            Caller.say(socket, "goodbye");
            Caller.beSilent(socket, 1500);

            List<JsonNode> messages =
                    socket.until(message -> message.path("type").asText().equals("UtteranceEnd"));
            assertThat(last(messages).path("last_word_end").asDouble()).isCloseTo(1.46, within(0.1));
            assertThat(messages)
                    .noneMatch(message -> message.path("speech_final").asBoolean());
            assertThat(messages).anyMatch(message -> message.path("is_final").asBoolean());
        }
    }

    @Test
    void shouldDescribeSpeechItDoesNotKnow() throws Exception {
        try (SimSocket socket = open(PHONE + "&endpointing=300")) {
            byte[] noise = new byte[8 * 1200];
            new java.util.Random(3).nextBytes(noise);
            Caller.beSilent(socket, 200);
            socket.send(noise);
            Caller.beSilent(socket, 500);

            assertThat(transcript(last(socket.until(NovaSessionTest::speechFinal))))
                    .matches("\\[unrecognised speech 1\\.[12] s\\]");
        }
    }

    @Test
    void shouldAnswerFinalizeWithWhatWasHeardSoFar() throws Exception {
        try (SimSocket socket = open(PHONE + "&endpointing=400")) {
            byte[] phrase = Caller.mulaw("human");
            socket.send(java.util.Arrays.copyOf(phrase, 8 * 1200)).send("{\"type\":\"Finalize\"}");

            JsonNode results = socket.next();
            assertThat(results.path("from_finalize").asBoolean()).isTrue();
            assertThat(results.path("is_final").asBoolean()).isTrue();
            assertThat(transcript(results)).isEqualTo("please transfer me");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"CloseStream\"}", ""})
    void shouldEndTheStreamWithTheRestAndItsMetadata(String ending) throws Exception {
        try (SimSocket socket = open(PHONE)) {
            Caller.say(socket, "yes-please");
            if (ending.isEmpty()) {
                socket.send(new byte[0]);
            } else {
                socket.send(ending);
            }

            List<JsonNode> messages =
                    socket.until(message -> message.path("type").asText().equals("Metadata"));
            assertThat(transcript(messages.get(0))).isEqualTo("yes please");
            assertThat(last(messages).path("duration").asDouble()).isCloseTo(0.88, within(0.02));
            assertThat(last(messages).path("request_id").asText())
                    .isEqualTo(socket.handshake().header("dg-request-id"));
            assertThat(socket.closing()).isEqualTo("1000");
        }
    }

    @Test
    void shouldCloseWhenNeitherAudioNorKeepAliveComes() throws Exception {
        try (SimSocket socket = open(PHONE)) {
            assertThat(socket.closing()).startsWith("1011 NET-0001");
        }
    }

    @Test
    void shouldReadTheFormatFromAWaveFile() throws Exception {
        try (SimSocket socket = open("/v1/listen?model=nova-3&smart_format=true")) {
            socket.send(Caller.wav("parking")).send("{\"type\":\"CloseStream\"}");

            assertThat(transcript(socket.next())).isEqualTo(Caller.text("parking"));
        }
    }

    @Test
    void shouldCloseWhenTheAudioCannotBeDecoded() throws Exception {
        try (SimSocket socket = open("/v1/listen?model=nova-3")) {
            socket.send(new byte[300]);
            assertThat(socket.closing()).startsWith("1011 DATA-0000");
        }
    }

    @Test
    void shouldReportTextThatIsNoMessageAndListenOn() throws Exception {
        try (SimSocket socket = open(PHONE)) {
            socket.send("{\"type\":\"Nonsense\"}").send("not json").send("[1]").send("{\"type\":5}");
            for (int i = 0; i < 4; i++) {
                assertThat(socket.next().path("variant").asText()).isEqualTo("SchemaError");
            }
            socket.send("{\"type\":\"CloseStream\"}");
            assertThat(socket.next().path("type").asText()).isEqualTo("Metadata");
        }
    }

    @Test
    void shouldAnswerConfigureByTheModel() throws Exception {
        String configure = "{\"type\":\"Configure\",\"keyterms\":[\"Earshot\"]}";
        try (SimSocket nova3 = open(PHONE);
                SimSocket nova2 = open(PHONE.replace("nova-3", "nova-2"))) {
            assertThat(nova3.send(configure).next().path("keyterms").path(0).asText())
                    .isEqualTo("Earshot");
            assertThat(nova2.send(configure).next().path("code").asText())
                    .isEqualTo("CONFIGURE_KEYTERMS_NOT_SUPPORTED");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "model=nova-3&encoding=mp5&sample_rate=8000,400",
        "model=nova-3&encoding=mulaw,400",
        "encoding=mulaw&sample_rate=8000,400",
        "model=gpt-4&encoding=mulaw&sample_rate=8000,400",
        "model=nova-3&encoding=opus&sample_rate=48000,400",
        "model=nova-3&interim_results=maybe,400",
        "model=nova-3&utterance_end_ms=1000,400",
        "model=nova-3&surprise=1,400",
        "model=nova-3&endpointing=soon,400"
    })
    void shouldRefuseBadParametersAndSayWhy(String query, int status) throws Exception {
        try (SimSocket socket = open("/v1/listen?" + query)) {
            assertThat(socket.handshake().code()).isEqualTo(status);
            assertThat(socket.handshake().header("dg-error")).isNotBlank();
            assertThat(SimSocket.json(socket.refusal()).path("err_msg").asText())
                    .isEqualTo(socket.handshake().header("dg-error"));
        }
    }

    @Test
    void shouldTakeTheKeyAsTokenAsBearerAndAsSubprotocolOnly() throws Exception {
        for (String[] headers : new String[][] {
            {"Authorization", "Token k"}, {"Authorization", "Bearer k"}, {"Sec-WebSocket-Protocol", "token, k"}
        }) {
            try (SimSocket socket = SimSocket.open(simulators.deepgram(), PHONE, headers)) {
                assertThat(socket.handshake().code()).isEqualTo(101);
            }
        }
        try (SimSocket socket = SimSocket.open(simulators.deepgram(), PHONE)) {
            assertThat(socket.handshake().code()).isEqualTo(401);
        }
    }

    @Test
    void shouldRefuseHandshakesAsFaultsDemand() throws Exception {
        simulators.faults().replace(List.of(Fault.parse("deepgram:limit,retry-after=7,times=1")));
        try (SimSocket refused = open(PHONE);
                SimSocket accepted = open(PHONE)) {
            // either may have come first
            List<Integer> codes =
                    List.of(refused.handshake().code(), accepted.handshake().code());
            assertThat(codes).containsExactlyInAnyOrder(429, 101);
            assertThat(List.of(
                            String.valueOf(refused.handshake().header("retry-after")),
                            String.valueOf(accepted.handshake().header("retry-after"))))
                    .contains("7");
        }
    }

    @ParameterizedTest
    @CsvSource({"disconnect,broken", "error,1011"})
    void shouldFailInTheMiddleOfATurnAsFaultsDemand(String kind, String closing) throws Exception {
        simulators.faults().replace(List.of(Fault.parse("deepgram:" + kind)));
        try (SimSocket socket = open(PHONE)) {
            Caller.say(socket, "greeting");
            Caller.beSilent(socket, 200);

            assertThat(socket.closing()).startsWith(closing);
            assertThat(socket.rest()).noneMatch(message -> message.contains("\"is_final\":true"));
        }
    }

    @Test
    void shouldTakeItsTimeForFinalsAndCountIt() throws Exception {
        simulators.stats().reset();
        simulators.faults().replace(List.of(Fault.parse("deepgram:slow,delay=120ms")));
        try (SimSocket socket = open(PHONE)) {
            Caller.say(socket, "greeting");
            Caller.beSilent(socket, 200);
            socket.until(NovaSessionTest::speechFinal);

            assertThat(simulators.stats().summary(Stage.STT_FINAL).maxNs()).isGreaterThan(119_000_000L);
            assertThat(simulators.stats().counted("deepgram.faults.slow")).isEqualTo(1);
        }
    }

    private static SimSocket open(String path) {
        return SimSocket.open(simulators.deepgram(), path, "Authorization", "Token test");
    }

    private static boolean speechFinal(JsonNode message) {
        return message.path("speech_final").asBoolean();
    }

    private static String transcript(JsonNode results) {
        return results.at("/channel/alternatives/0/transcript").asText();
    }

    private static JsonNode last(List<JsonNode> messages) {
        return messages.get(messages.size() - 1);
    }
}
