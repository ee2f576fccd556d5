package io.earshot.tools.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An Earshot command running as a process of its own, with this process's JVM, flags and class path; flags do not show on its command line. It is ended with
 * its owner, whatever way that one ends. Its output goes to a log file.
 */
public final class ChildProcess implements AutoCloseable {
    private static final long PATIENCE_S = 10;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread reaper;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.reaper = new Thread(process::destroy, "end-" + name);
    }

    /**
     * Starts {@code earshot ARGUMENTS}.
     *
     * @param log file for both outputs; its directory is where the process works
     * @param readyPrefix how the line begins with which the process says that it is ready
     * @throws IOException when it cannot be started
     */
    public static ChildProcess start(Path log, String readyPrefix, List<String> arguments) throws IOException {
        Path flags = flags();
        ProcessBuilder builder = new ProcessBuilder(command(flags, arguments))
                .directory(log.toAbsolutePath().resolveSibling(".").normalize().toFile())
                .redirectErrorStream(true);
        // They are among the flags already, and a JVM prints what it finds there.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        Process process = builder.start();
        process.getOutputStream().close();
        process.onExit().thenRun(() -> flags.toFile().delete());
        ChildProcess child = new ChildProcess(arguments.getFirst(), process, log);
        Runtime.getRuntime().addShutdownHook(child.reaper);
        Thread.ofVirtual().name("log-" + child.name).start(() -> child.copyOutput(readyPrefix));
        return child;
    }

    /**
     * Waits for the ready line.
     *
     * @return that line
     * @throws IOException when the process ended before, or did not say it in time
     */
    public String awaitReady(Duration patience) throws IOException, InterruptedException {
        try {
            return ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(name + " was not ready within " + patience.toSeconds() + " s, see " + log, e);
        } catch (ExecutionException e) {
            throw new IOException(name + " ended before it was ready: " + lastLine() + " (see " + log + ")", e);
        }
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Process id. */
    public long pid() {
        return process.pid();
    }

    /** Asks it to end (TERM) and waits; ends it by force when it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** This JVM's flags in a file for its owner's eyes: among them are passwords of stores and proxies, and everybody sees a command line. */
    private static Path flags() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-agent") && !flag.startsWith("-javaagent") && !ParentWatch.isFlag(flag)) {
                text.append('"')
                        .append(flag.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append("\"\n");
            }
        }
        Path file = Files.createTempFile("earshot-flags-", ".args");
        file.toFile().deleteOnExit();
        return Files.writeString(file, text);
    }

    private static List<String> command(Path flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + flags);
        command.add(ParentWatch.flag());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.earshot.tools.Earshot"));
        command.addAll(arguments);
        return command;
    }

    private void copyOutput(String readyPrefix) {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
                Writer out = Files.newBufferedWriter(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line + "\n");
                out.flush();
                if (line.startsWith(readyPrefix)) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("end of output"));
    }

    private String lastLine() {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty() ? "it said nothing" : lines.getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
