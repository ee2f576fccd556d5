package io.earshot.perf.load;

import io.earshot.tools.process.ReadyLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An Earshot command under test, in a process of its own as the launcher starts it. Used by one thread. */
public final class EarshotProcess implements AutoCloseable {
    private static final long START_S = 60;
    private static final long END_S = 10;

    private final Process process;
    private final Path log;
    private final long startedNs = System.nanoTime();
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private volatile long readyNs;

    private EarshotProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a command line made by {@link Installation#command}.
     *
     * @param environment variables added to ours
     * @param log file for both of its outputs
     * @param readyPrefix how its ready line begins
     */
    public static EarshotProcess start(
            List<String> command, Map<String, String> environment, Path log, String readyPrefix) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        EarshotProcess started = new EarshotProcess(builder.start(), log);
        Runtime.getRuntime().addShutdownHook(new Thread(started.process::destroy));
        Thread.ofVirtual().start(() -> started.copyOutput(readyPrefix));
        return started;
    }

    /** Waits until it says that it is ready. */
    public ReadyLine awaitReady() throws IOException, InterruptedException {
        try {
            return new ReadyLine(ready.get(START_S, TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("not ready within " + START_S + " s or ended before, see " + log, e);
        }
    }

    /** Start of the process to its ready line, milliseconds. */
    public double startMs() {
        return (readyNs - startedNs) / 1e6;
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for its end; false when it lives on. */
    public boolean awaitEnd(long time, TimeUnit unit) throws InterruptedException {
        return process.waitFor(time, unit);
    }

    /** Stops it: INT, not TERM, because a bridge waits for its calls at TERM. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void copyOutput(String readyPrefix) {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
                Writer out = Files.newBufferedWriter(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!ready.isDone() && line.startsWith(readyPrefix)) {
                    readyNs = System.nanoTime();
                    ready.complete(line);
                }
                out.write(line + "\n");
                out.flush();
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("it ended"));
    }
}
