package io.earshot.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.tools.simulate.behaviour.FaultKind;
import io.earshot.tools.simulate.behaviour.Latency;
import io.earshot.tools.simulate.behaviour.LatencyPoint;
import io.earshot.tools.simulate.behaviour.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class SimulateCommandTest {
    @Test
    void shouldReadItsOptions() {
        SimulatorConfig config = parse(
                "--port",
                "5070",
                "--latency",
                "llm.first-token=lognormal:p50=180ms,p99=600ms",
                "--latency",
                "stt.final=fixed:1ms",
                "--fault",
                "groq:limit,every=3,retry-after=1",
                "--fault",
                "deepgram:stall",
                "--real-time-factor",
                "0.5",
                "--unknown",
                "");

        assertThat(config.port()).isEqualTo(5070);
        assertThat(config.latencies())
                .containsEntry(LatencyPoint.LLM_FIRST_TOKEN, Latency.parse("lognormal:p50=180ms,p99=600ms"));
        assertThat(config.faults()).hasSize(2);
        assertThat(config.faults().get(0).every()).isEqualTo(3);
        assertThat(config.speech().realTimeFactor()).isEqualTo(0.5);
        assertThat(config.listen().unknown()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--latency=llm.first-token=soon",
                "--latency=llm.nothing=fixed:1ms",
                "--fault=groq:explode",
                "--threads=0",
                "--real-time-factor=-1"
            })
    void shouldSayWhatIsWrongWithAnOption(String option) {
        assertThatThrownBy(() -> parse(option))
                .isInstanceOf(ParameterException.class)
                .hasMessageMatching("(?s).+");
    }

    @Test
    void shouldSayWhereItListens() throws Exception {
        try (Simulators simulators = Simulators.start(SimulatorConfig.defaults())) {
            int port = simulators.port();
            assertThat(SimulateCommand.ready(simulators))
                    .isEqualTo("earshot simulators ready deepgram=ws://127.0.0.1:" + port + " groq=http://127.0.0.1:"
                            + port + "/openai/v1 cartesia=ws://127.0.0.1:" + port);
        }
    }

    @Test
    void shouldChangeFaultsAndLatenciesWhileItRuns() throws Exception {
        try (Simulators simulators = Simulators.start(SimulatorConfig.defaults())) {
            assertThat(post(simulators, "/_sim/faults", "{\"faults\":[\"cartesia:refuse\"]}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(simulators.faults().atDoor(Service.CARTESIA).kind()).isEqualTo(FaultKind.REFUSE);
            assertThat(post(simulators, "/_sim/faults", "{\"faults\":[]}").body())
                    .isEqualTo("{\"faults\":[]}");
            assertThat(post(simulators, "/_sim/faults", "{\"faults\":[\"x\"]}").statusCode())
                    .isEqualTo(400);

            post(simulators, "/_sim/latency", "{\"tts.first-audio\":\"fixed:7ms\"}");
            assertThat(simulators.latencies().sampleNs(LatencyPoint.TTS_FIRST_AUDIO))
                    .isEqualTo(7_000_000);
        }
    }

    @Test
    void shouldTellWhatItDid() throws Exception {
        try (Simulators simulators = Simulators.start(SimulatorConfig.defaults())) {
            SimSocket refused = SimSocket.open(simulators.deepgram(), "/v1/listen");
            assertThat(refused.handshake().code()).isEqualTo(401);

            JsonNode stats = SimSocket.json(HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(simulators.control() + "/_sim/stats"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
            assertThat(stats.path("counts").path("deepgram.refused").asInt()).isEqualTo(1);
            assertThat(stats.path("delays_ms")
                            .path("llm_first_token")
                            .path("count")
                            .asInt())
                    .isZero();
        }
    }

    private static HttpResponse<String> post(Simulators simulators, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(simulators.control() + path))
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static SimulatorConfig parse(String... options) {
        SimulateCommand command = new SimulateCommand();
        new CommandLine(command).parseArgs(options);
        return command.config();
    }
}
