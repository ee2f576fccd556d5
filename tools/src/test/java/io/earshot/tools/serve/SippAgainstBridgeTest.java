package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.behaviour.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIPp calls the whole bridge: its built-in caller, and the scenarios of sip-bridge. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SippAgainstBridgeTest {
    private static final Path SCENARIOS = Path.of("../sip-bridge/src/test/sipp").toAbsolutePath();
    private static BridgeUnderTest bridge;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() throws Exception {
        bridge = BridgeUnderTest.start();
    }

    @AfterAll
    static void close() {
        bridge.close();
    }

    @ParameterizedTest
    @CsvSource({
        "hold_resume, u1",
        "hold_resume, t1",
        "delayed_offer, u1",
        "delayed_offer, t1",
        "late_ack, u1",
        "late_ack, un",
        "options, u1",
        "options, t1",
        "info_dtmf, u1",
        "info_dtmf, tn",
        "unsupported, u1"
    })
    void shouldPassOurScenario(String scenario, String transport) throws Exception {
        sipp(bridge, "-sf", SCENARIOS.resolve(scenario + ".xml").toString(), "-t", transport, "-m", "5", "-r", "20");
        assertAllCallsOver(bridge);
    }

    @ParameterizedTest
    @CsvSource({"u1", "t1", "un", "tn"})
    void shouldPassTheBuiltInCaller(String transport) throws Exception {
        double before = bridge.metric("earshot_calls_ended_total", "caller_hung_up");

        sipp(bridge, "-sn", "uac", "-t", transport, "-m", "20", "-r", "20", "-d", "300");

        assertAllCallsOver(bridge);
        assertThat(bridge.metric("earshot_calls_ended_total", "caller_hung_up") - before)
                .isEqualTo(20);
    }

    @Test
    void shouldTakeBackACallThatIsCancelledWhileItRings() throws Exception {
        SimulatorConfig speechless = SimulatorConfig.defaults().withFault(Fault.parse("cartesia:stall"));
        try (BridgeUnderTest ringing = BridgeUnderTest.start(speechless, "calls.maximum_ring=10s")) {
            sipp(ringing, "-sf", cancelWithOffer().toString(), "-t", "u1", "-m", "5", "-r", "20");

            assertAllCallsOver(ringing);
            assertThat(ringing.metric("earshot_calls_ended_total", "caller_cancelled"))
                    .isEqualTo(5);
        }
    }

    /** The scenario's INVITE has no offer, which the bridge answers at once; here it has one. */
    private Path cancelWithOffer() throws IOException {
        String offer = """
                Content-Type: application/sdp
                      Content-Length: [len]

                      v=0
                      o=sipp 1 1 IN IP4 [local_ip]
                      s=-
                      c=IN IP4 [media_ip]
                      t=0 0
                      m=audio [media_port] RTP/AVP 0
                """;
        String scenario = Files.readString(SCENARIOS.resolve("cancel.xml"));
        return Files.writeString(directory.resolve("cancel.xml"), scenario.replaceFirst("Content-Length: 0\n", offer));
    }

    private static void assertAllCallsOver(BridgeUnderTest called) throws Exception {
        BridgeUnderTest.untilTrue("the end of all calls", () -> called.bridge.calls() == 0);
        assertThat(called.metric("earshot_sip_faults_total")).isZero();
    }

    private void sipp(BridgeUnderTest called, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sipp", "-i", "127.0.0.1", "-nostdin", "-timeout", "30"));
        command.addAll(List.of("-max_socket", "100", "-trace_err", "-error_file"));
        command.add(directory.resolve("errors.log").toString());
        command.addAll(List.of(arguments));
        command.add("127.0.0.1:" + called.sipPort());
        Process sipp = started(command);
        try {
            boolean done = sipp.waitFor(40, TimeUnit.SECONDS);
            assertThat(done && sipp.exitValue() == 0).as(this::troubles).isTrue();
        } finally {
            sipp.destroyForcibly();
        }
    }

    private Process started(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("screen.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("SIPp is missing: apt-get install sip-tester", e);
        }
    }

    private String troubles() {
        try {
            Path errors = directory.resolve("errors.log");
            String text = Files.readString(Files.exists(errors) ? errors : directory.resolve("screen.log"));
            return text.substring(0, Math.min(2_000, text.length()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
