package io.earshot.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.BridgeConfig;
import io.earshot.bridge.vendor.Vendor;
import io.earshot.tools.console.Ink;
import io.earshot.tools.simulate.SimulatorConfig;
import io.earshot.tools.simulate.Simulators;
import io.earshot.tools.simulate.behaviour.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DoctorTest {
    private static final Finding KEY = Finding.fault(FaultClass.KEY, "wrong", "right it");
    private static final Finding CARE = Finding.warning(FaultClass.MEDIA, "odd", "look");

    @Test
    void shouldSkipWhatDependsOnAFaultAndSayWhy() throws Exception {
        List<CheckRun> runs = examine(
                check("first", Verdict.of("m", KEY)),
                check("second", Verdict.ok("m"), "first"),
                check("third", Verdict.ok("m"), "second"),
                check("other", Verdict.ok("m")));

        assertThat(runs)
                .extracting(it -> it.verdict().status())
                .containsExactly(Status.FAULT, Status.SKIPPED, Status.SKIPPED, Status.OK);
        assertThat(runs.get(1).verdict().measured()).contains("first");
    }

    @Test
    void shouldEndWithTheCodeOfTheFirstFault() throws Exception {
        Finding later = Finding.fault(FaultClass.BUS, "c", "f");

        assertThat(Doctor.exitCode(examine(check("a", Verdict.of("m", CARE)), check("b", Verdict.ok("m")))))
                .isZero();
        assertThat(Doctor.exitCode(examine(
                        check("a", Verdict.of("m", CARE)),
                        check("b", Verdict.of("m", List.of(CARE, KEY))),
                        check("c", Verdict.of("m", later)))))
                .isEqualTo(77);
    }

    @Test
    void shouldGoOnWhenACheckFailsItself() throws Exception {
        Check broken = new Check() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Verdict run(Patient patient) {
                throw new IllegalStateException("canary");
            }
        };

        List<CheckRun> runs = examine(broken, check("next", Verdict.ok("m")));

        assertThat(runs.getFirst().verdict().status()).isEqualTo(Status.WARNING);
        assertThat(runs.getFirst().verdict().toString()).doesNotContain("canary");
        assertThat(runs).hasSize(2);
    }

    @Test
    void shouldPrintNoControlCharacters() {
        CheckRun run = new CheckRun("a", Verdict.of("m\u001b[2J", KEY), Duration.ZERO, "");

        assertThat(new DoctorPage(Ink.PLAIN, 80).of(List.of(run)))
                .doesNotContain("\u001b")
                .contains("fix: right it");
        assertThat(DoctorReport.json(List.of(run))).contains("\"exitCode\" : 77", "\"class\" : \"key\"");
    }

    @Test
    void shouldNameEveryFaultOfTheConfiguration() {
        StringWriter out = new StringWriter();

        int status = new CommandLine(new DoctorCommand(Map.of(), InstantSource.system()))
                .setOut(new PrintWriter(out, true))
                .execute("--set", "media.ptime_ms=7", "--set", "sip.hots=1");

        assertThat(status).isEqualTo(78);
        assertThat(out.toString()).contains("ptime_ms", "hots", "livekit-address", "skipped");
    }

    @Test
    void shouldSayThatAnUnencryptedAddressMustBeAllowed() {
        StringWriter out = new StringWriter();
        Map<String, String> environment =
                Map.of("LIVEKIT_URL", "ws://h", "LIVEKIT_API_KEY", "k", "LIVEKIT_API_SECRET", "canary-secret");

        int status = new CommandLine(new DoctorCommand(environment, InstantSource.system()))
                .setOut(new PrintWriter(out, true))
                .execute();

        assertThat(status).isEqualTo(78);
        assertThat(out.toString()).contains("LIVEKIT_ALLOW_PLAIN").doesNotContain("canary-secret");
    }

    @Test
    void shouldMissTheProvidersKeys() {
        List<Vendor> vendors = Vendor.of(BridgeConfig.defaults(Map.of("GROQ_API_KEY", "k")));

        assertThat(ProvidersCheck.present(vendors).findings())
                .extracting(Finding::fix)
                .anyMatch(it -> it.contains("DEEPGRAM_API_KEY"))
                .anyMatch(it -> it.contains("CARTESIA_API_KEY"))
                .noneMatch(it -> it.contains("GROQ_API_KEY"));
    }

    @Test
    void shouldAskTheProvidersLive() throws Exception {
        try (Simulators simulators = Simulators.start(SimulatorConfig.defaults().withApiKey("good"))) {
            assertThat(live(simulators, "good")).contains("flux HTTP 101", "groq HTTP 200", "cartesia HTTP 101");
            assertThat(live(simulators, "canary"))
                    .contains("flux does not accept the key", "groq does not", "cartesia does not")
                    .doesNotContain("canary");
        }
    }

    @Test
    void shouldTellWhyAProviderRefuses() throws Exception {
        try (Simulators simulators = Simulators.start(SimulatorConfig.defaults())) {
            simulators
                    .faults()
                    .replace(List.of(
                            Fault.parse("deepgram:refuse,status=402"),
                            Fault.parse("groq:limit"),
                            Fault.parse("cartesia:refuse,status=403")));
            assertThat(live(simulators, "k"))
                    .contains(
                            "flux wants to be paid first", "groq is at its limit", "cartesia does not accept the key");
            simulators
                    .faults()
                    .replace(List.of(
                            Fault.parse("deepgram:refuse,status=404"),
                            Fault.parse("groq:refuse,status=503"),
                            Fault.parse("cartesia:refuse,status=500")));
            assertThat(live(simulators, "k"))
                    .contains("a wrong address or model", "groq answers HTTP 503", "cartesia answers HTTP 500");
        }
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String nobody = "http://127.0.0.1:" + silent.getLocalPort();
            assertThat(live(URI.create(nobody.replace("http", "ws")), URI.create(nobody), "k"))
                    .contains("no connection to flux at 127.0.0.1", "groq at", "cartesia at");
        }
    }

    private static String live(Simulators simulators, String key) {
        return live(simulators.deepgram(), simulators.groq(), key);
    }

    private static String live(URI speech, URI groq, String key) {
        StringWriter out = new StringWriter();
        Map<String, String> environment = Map.of("DEEPGRAM_API_KEY", key, "GROQ_API_KEY", key, "CARTESIA_API_KEY", key);
        new CommandLine(new DoctorCommand(environment, InstantSource.system()))
                .setOut(new PrintWriter(out, true))
                .execute(
                        "--live",
                        "--only",
                        "providers",
                        "--set",
                        "stt.deepgram.url=" + speech + "/v1/listen",
                        "--set",
                        "stt.flux.url=" + speech + "/v2/listen",
                        "--set",
                        "llm.groq.url=" + groq,
                        "--set",
                        "tts.cartesia.url=" + speech + "/tts/websocket");
        return out.toString();
    }

    private static List<CheckRun> examine(Check... checks) throws InterruptedException {
        Map<String, String> environment = Map.of();
        try (Patient patient =
                Patient.of(BridgeConfig.defaults(environment), environment, InstantSource.system(), false)) {
            List<String> begun = new ArrayList<>();
            List<CheckRun> runs = new Doctor(List.of(checks), begun::add, run -> {}).examine(patient);
            assertThat(begun).hasSize(checks.length);
            return runs;
        }
    }

    private static Check check(String name, Verdict verdict, String... after) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<String> after() {
                return List.of(after);
            }

            @Override
            public Verdict run(Patient patient) {
                return verdict;
            }
        };
    }
}
