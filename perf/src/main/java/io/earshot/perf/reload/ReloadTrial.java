package io.earshot.perf.reload;

import io.earshot.perf.compare.Callers;
import io.earshot.perf.compare.PathTimes;
import io.earshot.perf.load.Percentiles;
import io.earshot.perf.soak.BridgeMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Calls that run, and new ones, first without and then with reloads. Used by one thread. */
final class ReloadTrial {
    private static final String NUMBER = "1000";
    private static final long LATE_US = 60_000;
    private static final double US_PER_MS = 1e3;
    private static final int SETTLE_MS = 4_000;

    private final ReloadPlan plan;
    private final Consumer<String> progress;
    private final Histogram reloadUs = new Histogram(3);

    ReloadTrial(ReloadPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    ReloadResult run() throws IOException, InterruptedException {
        try (ReloadBed bed = ReloadBed.start(plan)) {
            InetSocketAddress sip = address(bed.address("sip"));
            try (Callers running = callers(sip, plan.calls())) {
                running.call(plan.calls());
                awaitUp(running);
                Thread.sleep(SETTLE_MS);
                progress.accept(running.up() + " calls run; without reloads for " + plan.seconds() + " s");
                ReloadResult.Phase quiet = phase(running, sip, null);
                progress.accept("with a reload each " + plan.everyMs() + " ms for " + plan.seconds() + " s");
                ReloadResult.Phase reloading = phase(running, sip, bed);
                return new ReloadResult(
                        plan.calls(),
                        plan.calls() - running.up(),
                        reloads(bed.address("http")),
                        Percentiles.of(reloadUs, US_PER_MS),
                        quiet,
                        reloading);
            }
        }
    }

    private ReloadResult.Phase phase(Callers running, InetSocketAddress sip, @Nullable ReloadBed bed)
            throws IOException, InterruptedException {
        long received = running.received();
        long lost = running.lost();
        running.takeGapsUs();
        Callers probes = callers(sip, plan.probes());
        try (probes) {
            probes.call(plan.probes());
            pass(bed);
        }
        Histogram gaps = running.takeGapsUs();
        return new ReloadResult.Phase(
                running.received() - received,
                running.lost() - lost,
                gaps.getCountBetweenValues(LATE_US, Math.max(LATE_US, gaps.getMaxValue())),
                Percentiles.of(gaps, US_PER_MS),
                plan.probes(),
                plan.probes() - Math.toIntExact(probes.answerUs().getTotalCount()),
                Percentiles.of(probes.answerUs(), US_PER_MS));
    }

    /** Lets the phase pass; with a bed, reloads meanwhile. */
    private void pass(@Nullable ReloadBed bed) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + plan.seconds() * 1_000_000_000L;
        for (int turn = 1; System.nanoTime() - untilNs < 0; turn++) {
            if (bed != null) {
                long tookNs = bed.reload(turn);
                if (tookNs >= 0) {
                    reloadUs.recordValue(tookNs / 1_000);
                }
            }
            Thread.sleep(plan.everyMs());
        }
    }

    private Callers callers(InetSocketAddress sip, int most) throws IOException {
        return new Callers(sip, NUMBER, new PathTimes(most), plan.rate());
    }

    private void awaitUp(Callers running) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + (long) ((plan.calls() / plan.rate() + 20) * 1e9);
        while (running.up() < plan.calls()) {
            if (System.nanoTime() - untilNs > 0 || running.failed() > 0) {
                throw new IOException("only " + running.up() + " of " + plan.calls() + " calls came up");
            }
            Thread.sleep(100);
        }
    }

    private static Map<String, Double> reloads(String http) throws IOException, InterruptedException {
        Map<String, Double> counted = new TreeMap<>();
        new BridgeMetrics(http).read().forEach((name, value) -> {
            if (name.startsWith("earshot_config_reloads_total")) {
                counted.put(name.substring(name.indexOf('{')), value);
            }
        });
        return counted;
    }

    private static InetSocketAddress address(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        return new InetSocketAddress(hostPort.substring(0, colon), Integer.parseInt(hostPort.substring(colon + 1)));
    }
}
