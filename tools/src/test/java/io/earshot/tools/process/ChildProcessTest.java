package io.earshot.tools.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    Path directory;

    @Test
    void shouldGiveTheLineThatSaysReady() throws Exception {
        Path log = directory.resolve("child.log");
        try (ChildProcess child = ChildProcess.start(log, "earshot 0.", List.of("--version"))) {
            assertThat(child.awaitReady(Duration.ofSeconds(30))).startsWith("earshot 0.");
        }
        assertThat(Files.readString(log)).contains("earshot 0.");
    }

    @Test
    void shouldTellTheLastLineOfAChildThatDied() throws Exception {
        Path log = directory.resolve("child.log");
        try (ChildProcess child = ChildProcess.start(log, "ready", List.of("no-such-command"))) {
            assertThatThrownBy(() -> child.awaitReady(Duration.ofSeconds(30)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Try: earshot --help");
        }
    }

    @Test
    void shouldNotShowFlagsOnTheCommandLine() throws Exception {
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        assertThat(flags).isNotEmpty();
        try (ChildProcess child =
                ChildProcess.start(directory.resolve("child.log"), "earshot simulators ready", List.of("simulate"))) {
            child.awaitReady(Duration.ofSeconds(30));
            String shown = Files.readString(Path.of("/proc/" + child.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
            List<String> arguments = List.of(shown.split("\0"));
            assertThat(arguments).anyMatch(each -> each.startsWith("@")).doesNotContainAnyElementsOf(flags);
            Path file = Path.of(arguments.get(1).substring(1));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void shouldReadAddressesFromAReadyLine() throws IOException {
        ReadyLine line = new ReadyLine("earshot ready sip=127.0.0.1:5060 http=[::1]:8080");

        assertThat(line.address("sip")).isEqualTo("127.0.0.1:5060");
        assertThat(line.address("http")).isEqualTo("[::1]:8080");
        assertThatThrownBy(() -> line.address("rtp")).isInstanceOf(IOException.class);
    }
}
