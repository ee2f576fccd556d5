package io.earshot.tools.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.bridge.config.BridgeConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs as people have them; the lines are those that livekit-sip 1.8.0 wrote. */
class LogFileTest {
    private static final String CALL =
            "\"callID\": \"SCL_YN5Af2Vpmzo9\", \"sipCallID\": \"1-13835@127.0.0.1\", \"fromIP\":"
                    + " \"127.0.0.1\", \"fromUser\": \"sipp\", \"toUser\": \"+15550100\"";
    private static final String CONSOLE =
            "2026-11-21T01:47:20.119Z\tWARN\tsip\tsip/inbound.go:471\tRejecting inbound, auth"
                    + " check failed\t{\"nodeID\": \"NE_hxpAHcqRJwzQ\", " + CALL
                    + ", \"error\": \"no response from servers\"}";
    private static final String JSON =
            "{\"level\":\"warn\",\"ts\":1795225640.119,\"logger\":\"sip\",\"msg\":\"Rejecting"
                    + " inbound, auth check failed\"," + CALL + ",\"error\":\"no response from servers\"}";
    private static final String TOLD = "(1 call, at 2026-11-21T01:47:20Z; callers sipp (1); numbers +15550100 (1))";

    @TempDir
    private Path folder;

    @Test
    void shouldReadEveryFormThatLiveKitAndItsKeepersWrite() throws Exception {
        assertThat(causes(file(CONSOLE))).contains("never a wrong secret", TOLD);
        assertThat(causes(file(JSON))).contains(TOLD);
        assertThat(causes(file(JSON.replace("1795225640.119", "\"2026-11-21T01:47:20.119Z\""))))
                .contains(TOLD);
        assertThat(causes(file("livekit-sip-1  | " + CONSOLE))).contains(TOLD);
        assertThat(causes(file("Nov 21 01:47:20 host livekit-sip[7]: " + JSON))).contains(TOLD);
        assertThat(causes(file(CONSOLE.replace("WARN", "\u001b[33mWARN\u001b[0m"))))
                .contains(TOLD);
        assertThat(causes(file("2026-11-21T02:47:20.119+0100" + CONSOLE.substring(24))))
                .contains(TOLD);
    }

    @Test
    void shouldTellOfACallInWhichNobodySpokeInTheConsoleForm() throws Exception {
        String line = "2026-11-21T01:47:20.119Z\tINFO\tsip\tx.go:1\t%s\t{" + CALL + "}\n";

        assertThat(causes(file(line.formatted("Waiting for track subscription(s)") + line.formatted("SIP call ended"))))
                .contains("nobody published audio", "+15550100 (1)");
    }

    @Test
    void shouldReadALogThatIsCut() throws Exception {
        assertThat(causes(file(CONSOLE + "\n" + CONSOLE.substring(0, 100)))).contains(TOLD);
        assertThat(causes(file(JSON.substring(0, JSON.length() - 1)))).contains("never a wrong secret", "(1 line");
    }

    @Test
    void shouldReadTheEndOfALogThatIsTooLong() throws Exception {
        Path huge = folder.resolve("huge.log");
        try (OutputStream out = Files.newOutputStream(huge)) {
            byte[] block = (JSON.replace("no response", "a response") + "\n")
                    .repeat(4_000)
                    .getBytes(UTF_8);
            for (long written = 0; written < 66L << 20; written += block.length) {
                out.write(block);
            }
            out.write((CONSOLE + "\n").getBytes(UTF_8));
        }

        Verdict verdict = verdict(huge);

        assertThat(verdict.measured()).contains("the first 2 MB", "passed over", "1 calls");
        assertThat(verdict.findings()).singleElement().asString().contains("never a wrong secret");
    }

    @Test
    void shouldSayWhyAFileIsNoLog() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(CONSOLE.getBytes(UTF_8));
        }
        assertThat(causes(folder)).contains("is a directory");
        assertThat(causes(folder.resolve("nothing"))).contains("does not exist");
        assertThat(causes(file(""))).contains("is empty");
        assertThat(causes(Files.write(folder.resolve("a.gz"), packed.toByteArray())))
                .contains("is compressed", "zcat");
        assertThat(causes(Files.write(folder.resolve("b"), new byte[] {1, 2, 0, 4})))
                .contains("is binary");
        assertThat(causes(file("once upon a time\n"))).contains("no line of the log looks like one of livekit-sip");
        // Nobody may read a process' memory as a file, not even root.
        assertThat(causes(Path.of("/proc/self/mem"))).contains("cannot be read");
    }

    @Test
    void shouldGoOnWithOtherLogsAndStandardInput() {
        LogCheck check = new LogCheck(
                List.of(folder.resolve("nothing"), Path.of("-")), new ByteArrayInputStream(CONSOLE.getBytes(UTF_8)));

        assertThat(causes(run(check))).contains("does not exist", TOLD);
    }

    @Test
    void shouldSayWhyAYamlCannotBeRead() throws Exception {
        assertThat(PeerYaml.read(folder).problem()).isEqualTo("is a directory");
        assertThat(PeerYaml.read(folder.resolve("nothing")).problem()).isEqualTo("does not exist");
        assertThat(PeerYaml.read(Files.write(folder.resolve("b"), new byte[] {(byte) 0xFF, 0, 1}))
                        .problem())
                .isEqualTo("is no text");
        assertThat(PeerYaml.read(file("a: " + "x".repeat(1 << 20))).problem()).isEqualTo("is larger than 1 MB");
        assertThat(PeerYaml.read(file("redis:\n  address: r:1\n other: [")).problem())
                .isEqualTo("is not valid YAML");
    }

    private Path file(String text) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "livekit", ".log"), text);
    }

    private static String causes(Path log) {
        return causes(verdict(log));
    }

    private static Verdict verdict(Path log) {
        return run(new LogCheck(List.of(log), new ByteArrayInputStream(new byte[0])));
    }

    private static Verdict run(LogCheck check) {
        try (Patient patient = Patient.of(BridgeConfig.defaults(Map.of()), Map.of(), InstantSource.system(), false)) {
            return check.run(patient);
        }
    }

    private static String causes(Verdict verdict) {
        return String.join("\n", verdict.findings().stream().map(Finding::cause).toList());
    }
}
