package io.earshot.tools.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A peer as a child process, which can be stopped, killed, halted and started again. Confined to the test's thread. */
final class PeerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int GRACE_S = 5;
    private static final int TAIL = 15;

    private final String name;
    private final List<String> command;
    private final Path log;
    private final Callable<Boolean> ready;
    private final Thread reaper = new Thread(this::destroy);
    private Process process;

    private PeerProcess(String name, List<String> command, Path log, Callable<Boolean> ready) {
        this.name = name;
        this.command = command;
        this.log = log;
        this.ready = ready;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param log file for its output, appended to
     * @param ready asked again and again; exceptions count as no
     */
    static PeerProcess start(String name, List<String> command, Path log, Callable<Boolean> ready) throws Exception {
        PeerProcess peer = new PeerProcess(name, command, log, ready);
        Runtime.getRuntime().addShutdownHook(peer.reaper);
        peer.begin();
        peer.awaitReady();
        return peer;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Everything it has written. */
    String log() throws IOException {
        return Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** The last lines it has written. */
    String tail() throws IOException {
        List<String> lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }

    /** KILL: no farewell. Returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** TERM, and waits until it has ended. */
    void terminate(Duration patience) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(name + " did not end at TERM within " + patience);
        }
    }

    /** STOP: alive, but silent. */
    void halt() throws Exception {
        signal("STOP");
    }

    /** CONT, after {@link #halt}. */
    void proceed() throws Exception {
        signal("CONT");
    }

    /** Starts it again after its end, without waiting until it is ready. */
    void begin() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Waits until it is ready; fails when it ends before, or needs too long. */
    void awaitReady() throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
                process.destroyForcibly();
                throw new AssertionError(name + " is not ready:\n" + tail());
            }
            Thread.sleep(20);
        }
    }

    /** Ends it without a word, where nobody looks at it any more: livekit-sip would wait for its calls first. */
    void end() {
        destroy();
        close();
    }

    /** Ends it, kindly first. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(GRACE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        destroy();
        Runtime.getRuntime().removeShutdownHook(reaper);
    }

    private boolean isReady() {
        try {
            return ready.call();
        } catch (Exception _) {
            return false;
        }
    }

    private void destroy() {
        process.destroyForcibly();
    }

    private void signal(String signal) throws Exception {
        int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("cannot send " + signal + " to " + name);
        }
    }
}
