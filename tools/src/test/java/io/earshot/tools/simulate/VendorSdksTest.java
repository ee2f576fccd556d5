package io.earshot.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vendors' own Python clients and LiveKit's plugins work with the simulators as they are. */
class VendorSdksTest {
    private static Simulators simulators;

    @BeforeAll
    static void start() throws Exception {
        PythonEnvironment.prepare();
        simulators = Simulators.start(SimulatorConfig.defaults().withApiKey("proof"));
    }

    @AfterAll
    static void stop() {
        if (simulators != null) {
            simulators.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"sdk_deepgram.py,16", "sdk_groq.py,15", "sdk_cartesia.py,8", "livekit_plugins.py,13"})
    void shouldServeTheVendorsOwnClient(String script, int checks) throws Exception {
        String output = PythonEnvironment.run(script, simulators.control().toString(), 90);

        assertThat(output.lines().filter(line -> line.startsWith("ok ")))
                .as(output)
                .hasSize(checks);
    }
}
