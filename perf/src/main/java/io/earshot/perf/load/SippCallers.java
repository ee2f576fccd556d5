package io.earshot.perf.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** SIPp (Debian package sip-tester) placing talking calls. Used by one thread. */
final class SippCallers implements AutoCloseable {
    private final Path directory;
    private final Process process;

    private SippCallers(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /**
     * Starts placing {@code calls} calls, {@code rate} a second, each held for {@code holdMs} milliseconds.
     *
     * @param directory where scenario, audio and SIPp's own logs go; created
     * @param target HOST:PORT of the bridge
     */
    static SippCallers start(Path directory, String target, int calls, double rate, long holdMs, Path audio)
            throws IOException {
        Files.createDirectories(directory);
        Path scenario = directory.resolve("talk.xml");
        Files.writeString(scenario, scenario(audio, holdMs));
        List<String> command = new ArrayList<>(List.of("sipp", target, "-sf", scenario.toString(), "-s", "1000"));
        command.addAll(
                List.of("-i", "127.0.0.1", "-mi", "127.0.0.1", "-nostdin", "-nd", "-trace_rtt", "-rtt_freq", "1"));
        command.addAll(List.of("-trace_err", "-trace_stat", "-fd", "1", "-cid_str", "%u-%p@earshot.load"));
        command.addAll(List.of("-m", Integer.toString(calls), "-l", Integer.toString(calls), "-r", "" + rate));
        command.addAll(List.of("-min_rtp_port", "22000", "-max_rtp_port", "32000", "-rtp_threadtasks", "50"));
        command.addAll(List.of("-timeout", (holdMs / 1_000 + (long) (calls / rate) + 60) + "s"));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sipp.out").toFile())
                .start();
        return new SippCallers(directory, process);
    }

    long pid() {
        return process.pid();
    }

    /** Waits for the last call to end; SIPp's exit code (0: all calls as scripted), or -1 when it took too long. */
    int awaitEnd(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** INVITE to 200 of every call, in microseconds. */
    Histogram inviteToOk() throws IOException {
        Histogram micros = new Histogram(60_000_000L, 3);
        try (var files = Files.newDirectoryStream(directory, "*_rtt.csv")) {
            for (Path file : files) {
                for (String line : Files.readAllLines(file)) {
                    String[] fields = line.split(";");
                    if (fields.length >= 2 && fields[1].matches("[0-9.]+")) {
                        micros.recordValue(Math.round(Double.parseDouble(fields[1]) * 1_000));
                    }
                }
            }
        }
        return micros;
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static String scenario(Path audio, long holdMs) throws IOException {
        try (InputStream in = SippCallers.class.getResourceAsStream("/load/talk.xml")) {
            if (in == null) {
                throw new IOException("scenario talk.xml is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("AUDIO_FILE", audio.toAbsolutePath().toString())
                    .replace("HOLD_MS", Long.toString(holdMs));
        }
    }
}
