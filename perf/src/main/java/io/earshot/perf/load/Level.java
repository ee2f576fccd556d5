package io.earshot.perf.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.perf.load.LevelResult.Consumption;
import io.earshot.perf.load.LevelResult.FirstCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures one level of load on a bridge started for it. Used by one thread. */
final class Level {
    private static final int WARM_UP_CALLS = 10;
    private static final long FIRST_CALL_MS = 8_000;
    private static final long AFTER_CALLS_MS = 2_000;
    private static final long IDLE_MS = 5_000;
    private static final double KB_PER_MB = 1_024;
    private static final double BUSY = 0.95;
    private static final double SATURATED_PERCENT = 95;

    private final LoadPlan plan;
    private final int calls;
    private final Path directory;
    private final Path audio;
    private final Consumer<String> progress;

    Level(LoadPlan plan, int calls, Path audio, Consumer<String> progress) throws IOException {
        this.plan = plan;
        this.calls = calls;
        this.audio = audio;
        this.progress = progress;
        this.directory = Files.createDirectories(plan.directory().resolve("calls-" + calls));
    }

    LevelResult measure() throws IOException, InterruptedException {
        long windowMs = plan.windowMs(calls);
        try (Testbed testbed = Testbed.start(plan, directory)) {
            progress.accept("bridge ready after " + Math.round(testbed.bridge().startMs()) + " ms; warming up");
            FirstCall first = firstCall(testbed);
            warmUp(testbed);
            Jcmd jcmd = new Jcmd(plan.installation(), testbed.bridge().pid());
            double idleHeapMb = jcmd.liveHeapKb() / KB_PER_MB;
            Reading idleFrom = read(testbed, List.of());
            Thread.sleep(IDLE_MS);
            Reading idleTo = read(testbed, List.of());
            Consumption idle = consumption(idleTo, idleFrom, idleHeapMb);
            return underLoad(testbed, jcmd, first, idle, windowMs);
        }
    }

    private LevelResult underLoad(
            Testbed testbed, Jcmd jcmd, @Nullable FirstCall first, Consumption idle, long windowMs)
            throws IOException, InterruptedException {
        SippCallers.Task task = new SippCallers.Task(calls, calls, plan.rate(), plan.holdMs(calls), audio);
        progress.accept(calls + " calls at " + plan.rate() + "/s, each " + task.holdMs() / 1_000 + " s");
        try (SippCallers sipp = SippCallers.start(directory.resolve("sipp"), testbed.sip(), task)) {
            Thread.sleep(plan.rampMs(calls) + LoadPlan.SETTLE_MS);
            progress.accept("all up; measuring " + windowMs / 1_000 + " s");
            testbed.delays().reset();
            Profile profile = plan.profile() ? Profile.start(jcmd, directory) : null;
            Reading from = read(testbed, sipp.pids());
            Thread.sleep(windowMs);
            Reading to = read(testbed, sipp.pids());
            if (profile != null) {
                profile.stop();
            }
            SimulatorDelays.Recorded providers =
                    testbed.delays().read().with("stt_hears_end_later", Endpointing.laterMs(audio));
            double heapMb = jcmd.liveHeapKb() / KB_PER_MB;
            SippResults results = sipp.awaitEnd(task);
            Thread.sleep(AFTER_CALLS_MS);
            BridgeFigures.Totals totals = BridgeFigures.Totals.of(ours(testbed));
            TurnWindow turns = TurnWindow.read(testbed.latencyLog(), from.wallMs(), to.wallMs());
            Percentiles responses = turns.responses();
            return new LevelResult(
                    calls,
                    to.elapsedMs(from) / 1e3,
                    problems(from, to, results),
                    testbed.bridge().startMs(),
                    first,
                    idle,
                    consumption(to, from, heapMb),
                    to.simulatorPercent(from),
                    to.sippPercent(from),
                    to.machine().busySince(from.machine()),
                    to.threads().percentSince(from.threads(), to.elapsedMs(from)),
                    results,
                    totals,
                    to.udpDrops() - from.udpDrops(),
                    turns.turns(),
                    responses,
                    providers,
                    responses.less(providers.totalMs()),
                    turns.stages(),
                    turns.bargeIns(),
                    turns.falseBargeIns(),
                    turns.rtpSend());
        }
    }

    /** Why this level says more about the generator or the machine than about the bridge. */
    private List<String> problems(Reading from, Reading to, SippResults results) {
        List<String> problems = new ArrayList<>();
        if (to.machine().busySince(from.machine()) > BUSY) {
            problems.add("machine saturated");
        }
        if (to.sippPercent(from)
                > SATURATED_PERCENT * Math.min(calls, Runtime.getRuntime().availableProcessors())) {
            problems.add("SIPp saturated");
        }
        if (results.failed() > 0 || results.successful() < calls) {
            problems.add(calls - results.successful() + " calls failed");
        }
        return problems;
    }

    /** The calls of the level itself: the latest. */
    private List<JsonNode> ours(Testbed testbed) throws IOException, InterruptedException {
        List<JsonNode> all = testbed.figures().calls();
        return all.subList(Math.max(0, all.size() - calls), all.size());
    }

    private @Nullable FirstCall firstCall(Testbed testbed) throws IOException, InterruptedException {
        talk(testbed, "first", 1, FIRST_CALL_MS);
        List<JsonNode> calls = testbed.figures().calls();
        if (calls.isEmpty() || !calls.getFirst().path("answeredMs").isNumber()) {
            return null;
        }
        Double turn = null;
        for (JsonNode each : calls.getFirst().path("turns")) {
            if (turn == null && !each.path("turnClass").asText().equals("greeting")) {
                turn = each.path("totalMs").asDouble();
            }
        }
        return new FirstCall(calls.getFirst().path("answeredMs").asDouble(), turn);
    }

    private void warmUp(Testbed testbed) throws IOException, InterruptedException {
        if (plan.warmUpMs() > 0) {
            talk(testbed, "warm-up", WARM_UP_CALLS, plan.warmUpMs());
        }
    }

    private void talk(Testbed testbed, String name, int count, long holdMs) throws IOException, InterruptedException {
        SippCallers.Task task = new SippCallers.Task(count, count, 10, holdMs, audio);
        try (SippCallers sipp = SippCallers.start(directory.resolve(name), testbed.sip(), task)) {
            sipp.awaitEnd(task);
        }
        Thread.sleep(AFTER_CALLS_MS);
    }

    private static Reading read(Testbed testbed, List<Long> sipps) throws IOException {
        return Reading.take(testbed.bridge().pid(), testbed.simulators().pid(), sipps);
    }

    private static Consumption consumption(Reading to, Reading from, double heapMb) {
        return new Consumption(
                to.bridgePercent(from),
                to.bridge().residentKb() / KB_PER_MB,
                heapMb,
                to.bridge().threads(),
                to.bridge().descriptors());
    }
}
