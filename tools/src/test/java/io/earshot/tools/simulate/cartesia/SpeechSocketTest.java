package io.earshot.tools.simulate.cartesia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.media.audio.G711;
import io.earshot.tools.simulate.SimSocket;
import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.Simulators;
import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Stage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechSocketTest {
    private static final String VERSION = "?cartesia_version=2026-03-01";
    private static Simulators simulators;

    @BeforeAll
    static void start() throws Exception {
        simulators = Simulators.start(SimulatorConfig.defaults()
                .withoutLatency()
                .withSpeech(new SpeechSettings(0, 3, Duration.ofMillis(150), Duration.ofMinutes(5))));
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
    void shouldSpeakAudiblyInTelephoneCodec() throws Exception {
        try (SimSocket socket = open()) {
            socket.send(request("c1", "We are open from nine until four.", ""));
            List<JsonNode> messages = socket.until(SpeechSocketTest::done);
            byte[] audio = audio(messages);

            assertThat(audio.length / 8000.0).isBetween(1.5, 4.0);
            double power = 0;
            for (byte octet : audio) {
                power += Math.pow(G711.muToLinear(octet), 2) / audio.length;
            }
            assertThat(Math.sqrt(power)).isGreaterThan(800);
            assertThat(messages.get(0).path("status_code").asInt()).isEqualTo(206);
            assertThat(messages)
                    .allSatisfy(message ->
                            assertThat(message.path("context_id").asText()).isEqualTo("c1"));
        }
    }

    @ParameterizedTest
    @CsvSource({"pcm_s16le,16000,32000", "pcm_f32le,44100,176400", "pcm_alaw,8000,8000", "pcm_s16le,24000,48000"})
    void shouldSpeakInEachFormatForTheSameTime(String encoding, int rate, int bytesPerSecond) throws Exception {
        try (SimSocket socket = open()) {
            socket.send(request("a", "Good morning.", "")
                    .replace("pcm_mulaw", encoding)
                    .replace("8000", "" + rate));
            byte[] audio = audio(socket.until(SpeechSocketTest::done));
            socket.send(request("b", "Good morning.", ""));
            byte[] reference = audio(socket.until(SpeechSocketTest::done));

            assertThat((double) audio.length / bytesPerSecond).isCloseTo(reference.length / 8000.0, within(0.01));
        }
    }

    @Test
    void shouldJoinContinuationsInOrderAndTellWhereTheWordsAre() throws Exception {
        try (SimSocket socket = open()) {
            String more = ",\"continue\":true,\"max_buffer_delay_ms\":0,\"add_timestamps\":true";
            socket.send(request("c", "Please come in. ", more));
            socket.send(request("c", "We are open.", more));
            socket.send(request("c", " ", ",\"continue\":false"));

            List<JsonNode> messages = socket.until(SpeechSocketTest::done);
            List<JsonNode> words = messages.stream()
                    .filter(message -> message.path("type").asText().equals("timestamps"))
                    .toList();
            assertThat(words).hasSize(2);
            assertThat(words.get(1).at("/word_timestamps/words").toString()).isEqualTo("[\"we\",\"are\",\"open\"]");
            double firstEnd = words.get(0).at("/word_timestamps/end/2").asDouble();
            assertThat(words.get(1).at("/word_timestamps/start/0").asDouble()).isGreaterThan(firstEnd);
            assertThat(messages.stream().map(message -> message.path("type").asText()))
                    .contains("flush_done")
                    .endsWith("done");
        }
    }

    @Test
    void shouldWaitForWholeSentencesWhenAllowed() throws Exception {
        try (SimSocket socket = open()) {
            socket.send(request("c", "Good mor", ",\"continue\":true"));
            socket.send(request("c", "ning. How", ",\"continue\":true"));
            JsonNode first = socket.next();
            assertThat(first.path("type").asText()).isEqualTo("chunk");
            socket.send(request("c", " are you?", ",\"continue\":false,\"add_timestamps\":true"));
            assertThat(audio(socket.until(SpeechSocketTest::done)).length).isGreaterThan(4000);
        }
    }

    @Test
    void shouldNumberFlushes() throws Exception {
        SimulatorConfig patient = SimulatorConfig.defaults()
                .withoutLatency()
                .withSpeech(new SpeechSettings(0.1, 0, Duration.ofMinutes(1), Duration.ofMinutes(5)));
        try (Simulators own = Simulators.start(patient);
                SimSocket socket = SimSocket.open(own.cartesia(), "/tts/websocket" + VERSION, "X-API-Key", "k")) {
            socket.send(request("c", "One", ",\"continue\":true"));
            socket.send(request("c", "", ",\"continue\":true,\"flush\":true"));
            List<JsonNode> messages =
                    socket.until(message -> message.path("type").asText().equals("flush_done"));
            assertThat(messages.get(messages.size() - 1).path("flush_id").asInt())
                    .isEqualTo(1);
            assertThat(messages)
                    .hasSizeGreaterThan(1)
                    .allMatch(message -> message.path("flush_id").asInt() == 1);

            socket.send(request("c", "two.", ""));
            assertThat(socket.next().path("flush_id").asInt()).isEqualTo(2);
        }
    }

    @Test
    void shouldSendNothingMoreOfACancelledContext() throws Exception {
        SimulatorConfig slow = SimulatorConfig.defaults()
                .withoutLatency()
                .withSpeech(new SpeechSettings(1, 0, Duration.ofSeconds(1), Duration.ofMinutes(5)));
        try (Simulators realTime = Simulators.start(slow);
                SimSocket socket = SimSocket.open(realTime.cartesia(), "/tts/websocket" + VERSION, "X-API-Key", "k")) {
            socket.send(request("c", "This is a long sentence that will not be heard to its end.", ""));
            socket.next();
            socket.send("{\"context_id\":\"c\",\"cancel\":true}");
            socket.send(request("d", "Yes.", ""));
            List<JsonNode> messages = socket.until(SpeechSocketTest::done);

            List<String> contexts = messages.stream()
                    .map(message -> message.path("context_id").asText())
                    .toList();
            assertThat(contexts).endsWith("d").doesNotContainSubsequence("d", "c");
            assertThat(messages)
                    .filteredOn(message -> message.path("context_id").asText().equals("c"))
                    .noneMatch(SpeechSocketTest::done);
        }
    }

    @Test
    void shouldExpireContextsThatGoSilent() throws Exception {
        try (SimSocket socket = open()) {
            socket.send(request("c", "One.", ",\"continue\":true,\"max_buffer_delay_ms\":0"));
            socket.until(SpeechSocketTest::done);
            socket.send(request("c", "Two.", ",\"continue\":true"));

            JsonNode error = socket.next();
            assertThat(error.path("type").asText()).isEqualTo("error");
            assertThat(error.path("message").asText()).contains("expired");
            assertThat(error.path("error_code").asText()).isNotEmpty();
        }
    }

    @Test
    void shouldLimitContextsThatAreActiveAtOnce() throws Exception {
        try (SimSocket socket = open()) {
            for (int i = 0; i < 3; i++) {
                socket.send(request("c" + i, "", ",\"continue\":true"));
            }
            socket.send(request("c3", "One too many.", ""));

            JsonNode error = socket.next();
            assertThat(error.path("status_code").asInt()).isEqualTo(429);
            assertThat(error.path("error_code").asText()).isEqualTo("concurrency_limited");
            assertThat(error.path("context_id").asText()).isEqualTo("c3");
        }
    }

    @Test
    void shouldShapeErrorsAsTheAskedVersionDid() throws Exception {
        try (SimSocket old =
                SimSocket.open(simulators.cartesia(), "/tts/websocket?cartesia_version=2025-04-16", "X-API-Key", "k")) {
            old.send(request("c", "x", "").replace("sonic-3", "no-model"));
            assertThat(old.next().path("error").asText()).isEqualTo("Bad Request: model no-model does not exist");
        }
    }

    @Test
    void shouldSurviveWhateverItIsSent() throws Exception {
        Random random = new Random(5);
        String good = request("c", "Hello.", ",\"continue\":true,\"max_buffer_delay_ms\":0,\"flush\":false");
        try (SimSocket socket = open()) {
            for (int i = 0; i < 300; i++) {
                StringBuilder bad = new StringBuilder(good);
                for (int edits = random.nextInt(1, 6); edits > 0; edits--) {
                    bad.setCharAt(random.nextInt(bad.length()), "{}[],:\"0nt".charAt(random.nextInt(10)));
                }
                socket.send(bad.toString());
            }
            socket.send(new byte[] {1, 2, 3})
                    .send("{\"context_id\":{},\"cancel\":true}")
                    .send("");
        }
        try (SimSocket socket = open()) {
            // contexts of the broken socket are given back
            socket.send(request("alive", "Yes.", ""));
            assertThat(socket.until(SpeechSocketTest::done)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer k", "X-API-Key: k", "?access_token=k", "?api_key=k"})
    void shouldTakeTheKeyInEachForm(String key) throws Exception {
        String[] header = key.split(": ");
        try (SimSocket socket = key.startsWith("?")
                ? SimSocket.open(simulators.cartesia(), "/tts/websocket" + key + VERSION.replace('?', '&'))
                : SimSocket.open(simulators.cartesia(), "/tts/websocket" + VERSION, header)) {
            assertThat(socket.handshake().code()).isEqualTo(101);
            assertThat(socket.handshake().header("x-request-id")).isNotBlank();
        }
    }

    @Test
    void shouldRefuseHandshakesWithoutKeyOrVersion() throws Exception {
        try (SimSocket noKey = SimSocket.open(simulators.cartesia(), "/tts/websocket" + VERSION);
                SimSocket noVersion = SimSocket.open(simulators.cartesia(), "/tts/websocket", "X-API-Key", "k")) {
            assertThat(noKey.handshake().code()).isEqualTo(401);
            assertThat(noVersion.handshake().code()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "disconnect", "garbage", "slow,delay=80ms"})
    void shouldFailAsFaultsDemand(String kind) throws Exception {
        simulators.stats().reset();
        simulators.faults().replace(List.of(Fault.parse("cartesia:" + kind)));
        try (SimSocket socket = open()) {
            socket.send(request("c", "We are open from nine until four.", ""));
            switch (kind) {
                case "error" ->
                    assertThat(socket.until(SpeechSocketTest::done))
                            .anyMatch(message -> message.path("status_code").asInt() == 500);
                case "disconnect" -> assertThat(socket.closing()).isEqualTo("broken");
                case "garbage" -> {
                    assertThat(socket.raw()).contains("chunk");
                    assertThat(socket.raw()).contains("garbage");
                }
                default -> {
                    socket.until(SpeechSocketTest::done);
                    assertThat(simulators.stats().summary(Stage.TTS_FIRST_AUDIO).maxNs())
                            .isGreaterThan(79_000_000L);
                }
            }
        }
    }

    @Test
    void shouldGiveTheWholeAudioAsBytesAndAsWave() throws Exception {
        String body = request("", "Good morning.", "");
        HttpResponse<byte[]> raw = post(body);
        HttpResponse<byte[]> wave = post(body.replace("\"raw\"", "\"wav\""));

        assertThat(raw.statusCode()).isEqualTo(200);
        assertThat(raw.body().length / 8000.0).isBetween(0.5, 2.0);
        assertThat(wave.body()).hasSize(raw.body().length + 44).startsWith('R', 'I', 'F', 'F');
        assertThat(post(body.replace("\"raw\"", "\"mp3\"")).statusCode()).isEqualTo(400);
    }

    private static HttpResponse<byte[]> post(String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(simulators.control() + "/tts/bytes"))
                                .header("X-API-Key", "k")
                                .header("Cartesia-Version", "2026-03-01")
                                .timeout(Duration.ofSeconds(10))
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofByteArray());
    }

    private static SimSocket open() {
        return SimSocket.open(simulators.cartesia(), "/tts/websocket" + VERSION, "X-API-Key", "k");
    }

    private static String request(String context, String text, String more) {
        return "{\"context_id\":\"" + context + "\",\"model_id\":\"sonic-3\",\"transcript\":\"" + text
                + "\",\"voice\":{\"mode\":\"id\",\"id\":\"v\"},\"output_format\":{\"container\":\"raw\","
                + "\"encoding\":\"pcm_mulaw\",\"sample_rate\":8000}" + more + "}";
    }

    private static boolean done(JsonNode message) {
        return message.path("done").asBoolean();
    }

    private static byte[] audio(List<JsonNode> messages) {
        ByteArrayOutputStream audio = new ByteArrayOutputStream();
        for (JsonNode message : messages) {
            audio.writeBytes(Base64.getDecoder().decode(message.path("data").asText("")));
        }
        return audio.toByteArray();
    }
}
