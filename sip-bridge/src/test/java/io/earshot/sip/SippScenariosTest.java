package io.earshot.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIPp against a real endpoint: its built-in scenarios and those of src/test/sipp. */
class SippScenariosTest {

    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + "m=audio 40000 RTP/AVP 0\r\n";

    @TempDir
    Path directory;

    private Callee callee;

    @BeforeEach
    void open() throws Exception {
        callee = new Callee(SipConfig.loopback(), Admission.OPEN, SippScenariosTest::serve, AcceptingRecorder::new);
    }

    @AfterEach
    void close() {
        callee.close();
    }

    private static void serve(IncomingCall call) {
        switch (call.toUser()) {
            case "ring" -> call.ring();
            case "busy" -> call.reject(SipStatus.BUSY_HERE);
            case "brief" -> {
                call.answer(SDP.getBytes());
                call.bye();
            }
            default -> {
                call.ring();
                call.answer(SDP.getBytes());
            }
        }
    }

    /** Accepts every change of the session. */
    private static final class AcceptingRecorder extends Recorder {
        @Override
        public void onOffer(OfferExchange exchange) {
            exchange.accept(SDP.getBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cancel, u1",
        "hold_resume, u1",
        "delayed_offer, u1",
        "late_ack, u1",
        "options, u1",
        "info_dtmf, u1",
        "busy, u1",
        "unsupported, u1",
        "called_side_bye, u1",
        "hold_resume, t1",
        "cancel, t1",
        "called_side_bye, t1",
        "info_dtmf, tn"
    })
    void shouldPassOurScenario(String scenario, String transport) throws Exception {
        Path file = Path.of("src/test/sipp", scenario + ".xml").toAbsolutePath();
        run("-sf", file.toString(), "-t", transport, "-m", "5", "-r", "20", target(transport));
    }

    @ParameterizedTest
    @CsvSource({"u1", "t1", "un", "tn"})
    void shouldPassBuiltInCaller(String transport) throws Exception {
        run("-sn", "uac", "-t", transport, "-m", "50", "-r", "100", "-d", "100", target(transport));
        assertThat(callee.endpoint.counts().incomingCalls()).isEqualTo(50);
        assertThat(callee.endpoint.counts().bugs()).isZero();
    }

    @Test
    void shouldCallBuiltInCalledParty() throws Exception {
        int port;
        try (java.net.DatagramSocket probe =
                new java.net.DatagramSocket(0, java.net.InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        Process sipp = start("-sn", "uas", "-p", Integer.toString(port), "-m", "1");
        Recorder us = new Recorder();
        OutgoingCall call = callee.endpoint.call(
                OutgoingRequest.udp("sip:service@127.0.0.1:" + port, "sip:us@127.0.0.1", SDP.getBytes()), us);
        assertThat(us.next()).startsWith("progress 180");
        assertThat(us.next()).startsWith("answered v=0");
        callee.run(call::bye);
        assertThat(us.next()).isEqualTo("local bye");
        expectSuccess(sipp);
    }

    private String target(String transport) {
        int port = transport.startsWith("t") ? callee.endpoint.tcpPort() : callee.endpoint.udpPort();
        return "127.0.0.1:" + port;
    }

    private void run(String... arguments) throws Exception {
        expectSuccess(start(arguments));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("sipp", "-i", "127.0.0.1", "-nostdin", "-timeout", "20", "-trace_err", "-max_socket", "200"));
        command.addAll(List.of("-error_file", directory.resolve("errors.log").toString()));
        command.addAll(List.of(arguments));
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

    private void expectSuccess(Process sipp) throws Exception {
        boolean done = sipp.waitFor(30, TimeUnit.SECONDS);
        sipp.destroyForcibly();
        Path errors = directory.resolve("errors.log");
        String log = Files.exists(errors) ? Files.readString(errors) : "";
        assertThat(done && sipp.exitValue() == 0)
                .as(() -> log.substring(0, Math.min(1500, log.length())))
                .isTrue();
    }
}
