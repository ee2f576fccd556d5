package io.earshot.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told, by a program that writes it down. */
class SystemdTest {
    private static final Map<String, String> BY_SYSTEMD = Map.of("NOTIFY_SOCKET", "/run/systemd/notify");

    @TempDir
    Path directory;

    private Path program;
    private Path told;

    @BeforeEach
    void writeProgram() throws IOException {
        told = directory.resolve("told");
        program = Files.writeString(
                directory.resolve("notify"), "#!/bin/sh\nprintf '[%s]' \"$@\" >>" + told + "\nexit 0\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void shouldTellSystemdWhenCallsAreTakenAndWhenItStops() throws IOException {
        Systemd systemd = new Systemd(BY_SYSTEMD, program.toString());
        systemd.ready("SIP at 127.0.0.1:5060");
        systemd.stopping("draining");
        assertThat(told).hasContent("[READY=1][STATUS=SIP at 127.0.0.1:5060][STOPPING=1][STATUS=draining]");
    }

    @Test
    void shouldTellNobodyWhereNobodyListens() {
        new Systemd(Map.of(), program.toString()).ready("SIP at 127.0.0.1:5060");
        assertThat(told).doesNotExist();
    }

    @Test
    void shouldGoOnWhereSystemdsProgramIsMissing() {
        new Systemd(BY_SYSTEMD, directory.resolve("none").toString()).ready("SIP at 127.0.0.1:5060");
        assertThat(told).doesNotExist();
    }
}
