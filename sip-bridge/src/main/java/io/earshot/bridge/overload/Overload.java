package io.earshot.bridge.overload;

import com.sun.management.OperatingSystemMXBean;
import io.earshot.bridge.call.Gatekeeper;
import io.earshot.bridge.call.InviteFacts;
import io.earshot.bridge.config.OverloadConfig;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.metrics.Families;
import io.earshot.media.net.MediaLoop;
import io.earshot.sip.SipStatus;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses new calls while the media loops are late, before running calls suffer, and tells of a loop that is stuck. One
 * thread looks four times a second; SIP's threads read its verdict. Thread-safe because that is volatile.
 */
public final class Overload implements Gatekeeper, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Overload.class);
    private static final long LOOK_MS = 250;
    private static final long STACK_EVERY_NS = 30_000_000_000L;

    private final Supplier<OverloadConfig> config;
    private final List<LoopPulse> pulses;
    private final Runnable onStuck;
    private final Thread thread;
    private final LoadJudge judge = new LoadJudge();
    private final LongAdder periods = new LongAdder();
    private final LongAdder stuck = new LongAdder();
    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private volatile String reason = "";
    private volatile long latenessNs;
    private boolean[] told;
    private long stackNs;
    private volatile boolean closed;

    private Overload(Supplier<OverloadConfig> config, List<MediaLoop> loops, Runnable onStuck) {
        this.onStuck = onStuck;
        this.config = config;
        long windowNs = config.get().window().toNanos();
        this.pulses = loops.stream().map(loop -> new LoopPulse(loop, windowNs)).toList();
        this.told = new boolean[pulses.size()];
        this.thread = Thread.ofPlatform().name("overload").daemon(true).unstarted(this::watch);
        this.stackNs = System.nanoTime() - STACK_EVERY_NS;
    }

    /** What it goes by now. */
    public OverloadConfig settings() {
        return config.get();
    }

    /**
     * Begins to watch.
     *
     * @param config asked at each look
     * @param onStuck run on the watching thread each time that a loop is found stuck
     */
    public static Overload start(Supplier<OverloadConfig> config, List<MediaLoop> loops, Runnable onStuck) {
        Overload overload = new Overload(config, loops, onStuck);
        overload.pulses.forEach(LoopPulse::start);
        overload.thread.start();
        return overload;
    }

    @Override
    public @Nullable Refusal refuse(InviteFacts invite) {
        if (reason.isEmpty()) {
            return null;
        }
        long seconds = config.get().retryAfter().toSeconds();
        long jittered = seconds + ThreadLocalRandom.current().nextLong(seconds + 1);
        return Refusal.of("overload", SipStatus.SERVICE_UNAVAILABLE, Duration.ofSeconds(jittered));
    }

    /** Why new calls are refused; empty while they are taken. */
    public String reason() {
        return reason;
    }

    /** Registers the component and adds what it measures. */
    public void addTo(Families families, Health health) {
        health.require("load", () -> HealthState.downUnlessEmpty(reason));
        families.gauge(
                        "earshot_loop_lateness_seconds",
                        "95th percentile of the lateness of the latest media loop, over the window",
                        () -> latenessNs / 1e9)
                .gauge("earshot_overloaded", "Whether new calls are refused", () -> reason.isEmpty() ? 0L : 1L)
                .counter("earshot_overloads", "Times that new calls began to be refused", periods::sum)
                .counter("earshot_loops_stuck", "Times that a media loop did nothing for too long", stuck::sum);
    }

    private void watch() {
        while (!closed) {
            try {
                Thread.sleep(LOOK_MS);
                look(System.nanoTime());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException bug) {
                log.error("the watch over the media loops failed", bug);
            }
        }
    }

    private void look(long nowNs) {
        OverloadConfig now = config.get();
        long worstNs = 0;
        for (int i = 0; i < pulses.size(); i++) {
            worstNs = Math.max(worstNs, pulses.get(i).lateness().percentileNs(nowNs));
            tellWhenStuck(i, now, nowNs);
        }
        latenessNs = worstNs;
        double processor = now.processor() > 0 ? Math.max(0, machine.getProcessCpuLoad()) : 0;
        if (now.enabled() && judge.look(now, worstNs, processor, nowNs)) {
            if (judge.overloaded()) {
                periods.increment();
                log.warn("overloaded, new calls are refused: {}", judge.reason());
            } else {
                log.info("no longer overloaded: media loops are {} ms late", worstNs / 1_000_000);
            }
        }
        reason = now.enabled() ? judge.reason() : "";
    }

    private void tellWhenStuck(int index, OverloadConfig now, long nowNs) {
        long overdueNs = pulses.get(index).lateness().overdueNs(nowNs);
        boolean isStuck =
                now.stuckAfter().isPositive() && overdueNs >= now.stuckAfter().toNanos();
        if (isStuck && !told[index]) {
            stuck.increment();
            onStuck.run();
            if (nowNs - stackNs >= STACK_EVERY_NS) {
                stackNs = nowNs;
                log.error(
                        "a media loop is stuck for {} ms: {}",
                        overdueNs / 1_000_000,
                        pulses.get(index).stack());
            }
        }
        told[index] = isStuck;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        pulses.forEach(LoopPulse::stop);
    }
}
