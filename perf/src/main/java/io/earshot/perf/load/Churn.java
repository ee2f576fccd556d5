package io.earshot.perf.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Short calls for minutes, to see whether anything is left behind. Used by one thread. */
final class Churn {
    private static final long HOLD_MS = 3_000;
    private static final int RUNS = 2;
    private static final long QUIET_MS = 40_000;

    private final LoadPlan plan;
    private final int minutes;
    private final Consumer<String> progress;

    Churn(LoadPlan plan, int minutes, Consumer<String> progress) {
        this.plan = plan;
        this.minutes = minutes;
        this.progress = progress;
    }

    /**
     * What the bridge holds with no call, after collecting garbage. Immutable.
     *
     * @param heapKb live heap
     * @param directKb buffers outside the heap (NMT kind Other)
     * @param threadKb thread stacks committed
     * @param residentKb proportional set size
     * @param calls calls ended until then
     */
    public record State(
            long calls, long heapKb, long directKb, long threadKb, long residentKb, int threads, int descriptors) {}

    /** The state before, and after each of two runs. */
    List<State> run(Path audio) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(plan.directory().resolve("churn"));
        List<State> states = new ArrayList<>();
        try (Testbed testbed = Testbed.start(plan, directory)) {
            long calls = place(testbed, directory.resolve("warm-up"), 20, audio);
            states.add(state(testbed, calls));
            for (int run = 1; run <= RUNS; run++) {
                progress.accept("run " + run + ": " + minutes + " minutes of short calls");
                int count = (int) Math.round(plan.rate() * minutes * 60);
                calls += place(testbed, directory.resolve("run-" + run), count, audio);
                states.add(state(testbed, calls));
            }
        }
        return states;
    }

    private long place(Testbed testbed, Path directory, int count, Path audio)
            throws IOException, InterruptedException {
        int atOnce = (int) Math.ceil(plan.rate() * HOLD_MS / 1_000 * 2);
        SippCallers.Task task = new SippCallers.Task(count, atOnce, plan.rate(), HOLD_MS, audio);
        try (SippCallers sipp = SippCallers.start(directory, testbed.sip(), task)) {
            SippResults results = sipp.awaitEnd(task);
            progress.accept(results.successful() + " calls went well, " + results.failed()
                    + " failed; INVITE to 200 p99 " + results.inviteToOk().p99Ms() + " ms");
            return results.created();
        }
    }

    /** Waits until dialogs, transactions and drained ports have timed out (RFC 3261 timers: 32 s). */
    private State state(Testbed testbed, long calls) throws IOException, InterruptedException {
        Thread.sleep(QUIET_MS);
        Jcmd jcmd = new Jcmd(plan.installation(), testbed.bridge().pid());
        long heapKb = jcmd.liveHeapKb();
        ProcessUsage usage = ProcessUsage.of(testbed.bridge().pid());
        State state = new State(
                calls,
                heapKb,
                jcmd.nativeKb("Other"),
                jcmd.nativeKb("Thread"),
                usage.residentKb(),
                usage.threads(),
                usage.descriptors());
        progress.accept(state.toString());
        return state;
    }

    /** A Markdown table of the states. */
    static String table(List<State> states) {
        StringBuilder text = new StringBuilder("""
                | after calls | live heap MB | direct MB | stacks MB | resident MB | threads | descriptors |
                |---:|---:|---:|---:|---:|---:|---:|
                """);
        for (State state : states) {
            text.append(String.format(
                    java.util.Locale.ROOT,
                    "| %d | %.1f | %.1f | %.1f | %.0f | %d | %d |%n",
                    state.calls,
                    state.heapKb / 1_024.0,
                    state.directKb / 1_024.0,
                    state.threadKb / 1_024.0,
                    state.residentKb / 1_024.0,
                    state.threads,
                    state.descriptors));
        }
        return text.toString();
    }
}
