package io.earshot.tools.doctor;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One line of a terminal that says which check is being made, and for how long. Thread-safe because its methods are synchronized. */
final class Progress implements AutoCloseable {
    /** Says nothing. */
    static final Progress NONE = new Progress(null, 0);

    private static final String ERASE_LINE = "\r\u001b[K";

    private final @Nullable PrintWriter out;
    private final int checks;
    private final ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("doctor-progress").factory());
    private String check = "";
    private int number;
    private long beganNs;

    private Progress(@Nullable PrintWriter out, int checks) {
        this.out = out;
        this.checks = checks;
    }

    /** Says so on {@code out}, which is a terminal, about so many checks. */
    static Progress on(PrintWriter out, int checks) {
        Progress progress = new Progress(out, checks);
        var _ = progress.seconds.scheduleAtFixedRate(progress::show, 1, 1, TimeUnit.SECONDS);
        return progress;
    }

    /** The next check begins. */
    synchronized void begin(String name) {
        check = name;
        number++;
        beganNs = System.nanoTime();
        show();
    }

    private synchronized void show() {
        if (out != null && !check.isEmpty()) {
            long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNs);
            out.print(ERASE_LINE + "[" + number + "/" + checks + "] " + check + (took > 0 ? ", " + took + " s" : ""));
            out.flush();
        }
    }

    /** Leaves the line as it was found. */
    synchronized void end() {
        if (out != null && !check.isEmpty()) {
            out.print(ERASE_LINE);
            out.flush();
        }
        check = "";
    }

    @Override
    public void close() {
        end();
        seconds.shutdownNow();
    }
}
