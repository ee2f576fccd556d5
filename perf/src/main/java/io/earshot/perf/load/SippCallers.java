package io.earshot.perf.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * SIPp (Debian package sip-tester) placing talking calls at a fixed rate, whether or not earlier ones were answered. One
 * SIPp sends the packets of all its calls in the same instant every 20 ms; up to five of them, started out of step,
 * spread the packets as independent callers would. Used by one thread.
 */
public final class SippCallers implements AutoCloseable {
    private static final int MOST_PROCESSES = 5;
    private static final long OUT_OF_STEP_MS = 24;
    private static final int RECEIVE_BUFFER = 8_192;
    private static final int PORTS_A_CALL = 4;
    private static final int SPARE_PORTS = 100;

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();

    private SippCallers(Path directory) {
        this.directory = directory;
    }

    /**
     * What they are to do. Immutable.
     *
     * @param calls calls in all
     * @param atOnce most calls at once
     * @param rate calls begun a second
     * @param holdMs how long each lasts, milliseconds
     * @param audio what each caller says, raw mu-law, repeated
     */
    public record Task(int calls, int atOnce, double rate, long holdMs, Path audio) {
        int processes() {
            return Math.min(MOST_PROCESSES, Math.min(calls, atOnce));
        }

        /** The part of one of {@link #processes}. */
        Task part(int index) {
            int count = processes();
            return new Task(share(calls, index, count), share(atOnce, index, count), rate / count, holdMs, audio);
        }

        /** When all must be over, seconds after the start. */
        long limitS() {
            return holdMs / 1_000 + (long) (calls / rate) + 45;
        }

        private static int share(int whole, int index, int count) {
            return whole / count + (index < whole % count ? 1 : 0);
        }
    }

    /**
     * Starts to place calls.
     *
     * @param directory where scenario and SIPp's own logs go; created
     * @param target HOST:PORT of the bridge
     */
    public static SippCallers start(Path directory, String target, Task task) throws IOException, InterruptedException {
        SippCallers callers = new SippCallers(directory);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("talk.xml"), scenario(task));
        FreePorts ports = new FreePorts();
        for (int i = 0; i < task.processes(); i++) {
            if (i > 0) {
                Thread.sleep(OUT_OF_STEP_MS);
            }
            Task part = task.part(i);
            callers.startOne(i, target, part, ports.take(PORTS_A_CALL * part.atOnce + SPARE_PORTS));
        }
        return callers;
    }

    private void startOne(int index, String target, Task task, int firstPort) throws IOException {
        Path own = Files.createDirectories(directory.resolve("sipp-" + index));
        List<String> command = new ArrayList<>(List.of("sipp", target, "-sf", "../talk.xml", "-s", "1000"));
        command.addAll(List.of("-i", "127.0.0.1", "-mi", "127.0.0.1", "-nostdin", "-nd"));
        command.addAll(List.of("-mp", Integer.toString(firstPort)));
        command.addAll(List.of("-rtp_threadtasks", "50", "-rtp_buffsize", Integer.toString(RECEIVE_BUFFER)));
        command.addAll(List.of("-trace_rtt", "-rtt_freq", "1", "-trace_err", "-trace_stat", "-fd", "1"));
        command.addAll(List.of("-cid_str", "%u-%p@earshot.load", "-r", Double.toString(task.rate)));
        command.addAll(List.of("-m", Integer.toString(task.calls), "-l", Integer.toString(task.atOnce)));
        command.addAll(List.of("-timeout", task.limitS() + "s"));
        Process process = new ProcessBuilder(command)
                .directory(own.toFile())
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("sipp.out").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        processes.add(process);
    }

    /** Those that still run. */
    public List<Long> pids() {
        return processes.stream().filter(Process::isAlive).map(Process::pid).toList();
    }

    /** Waits for the last call to end and reads what became of them. */
    public SippResults awaitEnd(Task task) throws IOException, InterruptedException {
        for (Process process : processes) {
            if (!process.waitFor(task.limitS() + 10, TimeUnit.SECONDS)) {
                throw new IOException("SIPp did not end, see " + directory);
            }
        }
        return SippResults.read(directory);
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }

    private static String scenario(Task task) throws IOException {
        try (InputStream in = SippCallers.class.getResourceAsStream("/load/talk.xml")) {
            if (in == null) {
                throw new IOException("scenario talk.xml is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("AUDIO_FILE", task.audio.toAbsolutePath().toString())
                    .replace("HOLD_MS", Long.toString(task.holdMs));
        }
    }
}
