package io.earshot.perf.soak;

import io.earshot.perf.load.Jcmd;
import io.earshot.perf.load.ProcessUsage;
import io.earshot.perf.load.SippCallers;
import io.earshot.perf.load.TalkAudio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One soak: callers by the clock, a misfortune after another, samples in between. Used by one thread. */
final class Soak {
    /** Compilers and pools settle for so long before the first sample counts. */
    private static final long WARM_UP_MS = 60_000;
    /** Dialogs, transactions, vanished callers and drained ports have timed out after so long. */
    private static final long REST_MS = 90_000;

    private static final int LEAD_MS = 4_000;

    private final SoakPlan plan;
    private final Consumer<String> progress;
    private final Map<String, Integer> struck = new TreeMap<>();
    private final List<Sample> samples = new ArrayList<>();

    Soak(SoakPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    SoakResult run() throws IOException, InterruptedException {
        Path audio = plan.directory().resolve("caller.ulaw").toAbsolutePath();
        TalkAudio.write(audio, LEAD_MS, TalkAudio.CONVERSATION);
        try (SoakBed bed = SoakBed.start(plan)) {
            warmUp(bed, audio);
            Sample idle = sample(bed, System.nanoTime());
            progress.accept("idle: " + idle);
            SippCallers.Task task =
                    new SippCallers.Task(plan.total(), plan.calls() * 2, plan.rate(), plan.holdMs(), audio);
            try (SippCallers callers = SippCallers.start(plan.directory().resolve("callers"), bed.sip(), task)) {
                misfortunes(bed, callers);
                var results = callers.awaitEnd(task);
                Thread.sleep(REST_MS);
                Sample rest = sample(bed, System.nanoTime());
                progress.accept("trimmed: " + new Jcmd(plan.installation(), bed.bridgePid()).trim());
                return new SoakResult(results, struck, ends(bed), samples, idle, rest);
            }
        }
    }

    private void warmUp(SoakBed bed, Path audio) throws IOException, InterruptedException {
        SippCallers.Task task = new SippCallers.Task(20, 20, 5, 10_000, audio);
        try (SippCallers callers = SippCallers.start(plan.directory().resolve("warm-up"), bed.sip(), task)) {
            callers.awaitEnd(task);
        }
        Thread.sleep(WARM_UP_MS);
    }

    private void misfortunes(SoakBed bed, SippCallers callers) throws IOException, InterruptedException {
        Mischief mischief = new Mischief(bed);
        long startNs = System.nanoTime();
        long endNs = startNs + plan.minutes() * 60_000_000_000L;
        Misfortune[] all = Misfortune.values();
        for (int i = 0; !callers.pids().isEmpty() && System.nanoTime() - endNs < 0; i++) {
            long nextNs = startNs + (i + 1) * plan.everyMs() * 1_000_000;
            Misfortune now = all[i % all.length];
            struck.merge(now.name(), 1, Integer::sum);
            mischief.strike(now);
            sleepUntil(nextNs - SoakPlan.LENGTH_MS * 1_000_000 / 2);
            Sample sample = sample(bed, startNs);
            samples.add(sample);
            progress.accept(now + ": " + sample);
            sleepUntil(nextNs);
        }
        progress.accept("no new calls; waiting for the last to end");
    }

    private Sample sample(SoakBed bed, long startNs) throws IOException, InterruptedException {
        Jcmd jcmd = new Jcmd(plan.installation(), bed.bridgePid());
        long heapKb = jcmd.liveHeapKb();
        ProcessUsage usage = ProcessUsage.of(bed.bridgePid());
        List<String> smaps = Files.readAllLines(Path.of("/proc/" + bed.bridgePid() + "/smaps"));
        Memory memory = Memory.of(jcmd.nativeSummary(), smaps, usage.residentKb());
        double calls = BridgeMetrics.sum(new BridgeMetrics(bed.http()).read(), "earshot_calls_active");
        long atS = (System.nanoTime() - startNs) / 1_000_000_000;
        return new Sample(atS, (int) calls, heapKb, memory, usage.threads(), usage.descriptors(), usage.cpuMs());
    }

    private static Map<String, Double> ends(SoakBed bed) throws IOException, InterruptedException {
        Map<String, Double> metrics = new BridgeMetrics(bed.http()).read();
        metrics.keySet()
                .removeIf(name -> !name.startsWith("earshot_calls_ended") && !name.startsWith("earshot_calls_refused"));
        metrics.values().removeIf(value -> value == 0);
        return metrics;
    }

    private static void sleepUntil(long ns) throws InterruptedException {
        long leftMs = (ns - System.nanoTime()) / 1_000_000;
        if (leftMs > 0) {
            Thread.sleep(leftMs);
        }
    }
}
