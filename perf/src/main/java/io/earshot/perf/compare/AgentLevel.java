package io.earshot.perf.compare;

import io.earshot.media.codec.AudioCodec;
import io.earshot.perf.load.Percentiles;
import io.earshot.tools.call.CallOutcome;
import io.earshot.tools.call.CallPlan;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.call.Cue;
import io.earshot.tools.call.OutsideTurn;
import io.earshot.tools.call.Phrases;
import io.earshot.tools.call.Softphone;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Measures one level: as many conversations at once, each with two questions, a third and an interruption of its answer. Used by one thread. */
final class AgentLevel {
    private static final long IDLE_MS = 3_000;
    private static final long SAMPLE_MS = 500;
    private static final long STAGGER_MS = 400;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int INTO_ANSWER_MS = 1_500;
    private static final int QUESTIONS = 3;
    private static final double US_PER_MS = 1_000;
    private static final long LONGEST_US = 60_000_000;

    private final String subject;
    private final long subjectPid;
    private final long serverPid;

    AgentLevel(String subject, long subjectPid, long serverPid) {
        this.subject = subject;
        this.subjectPid = subjectPid;
        this.serverPid = serverPid;
    }

    AgentResult measure(int sessions, Softphone phone) throws IOException, InterruptedException {
        Usage before = Usage.of(subjectPid, serverPid);
        Thread.sleep(IDLE_MS);
        Usage idle = Usage.of(subjectPid, serverPid);
        List<CompletableFuture<CallOutcome>> calls = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            calls.add(phone.place(plan(), CallWatcher.NONE));
            Thread.sleep(STAGGER_MS);
        }
        double most = idle.subjectMb();
        Usage talking = idle;
        boolean sampled = false;
        while (calls.stream().anyMatch(call -> !call.isDone())) {
            Thread.sleep(SAMPLE_MS);
            Usage now = Usage.of(subjectPid, serverPid);
            boolean all = calls.stream().noneMatch(CompletableFuture::isDone);
            talking = all || !sampled ? now : talking;
            sampled = true;
            most = Math.max(most, now.subjectMb());
        }
        return result(sessions, outcomes(calls), new Usage[] {before, idle, talking}, most);
    }

    private AgentResult result(int sessions, List<CallOutcome> outcomes, Usage[] usage, double mostMb) {
        Histogram answer = new Histogram(LONGEST_US, 3);
        Histogram response = new Histogram(LONGEST_US, 3);
        Histogram bargeIn = new Histogram(LONGEST_US, 3);
        for (CallOutcome outcome : outcomes) {
            record(answer, outcome.answeredMs());
            for (OutsideTurn turn : outcome.turns()) {
                if (turn.interruption()) {
                    record(bargeIn, turn.stopMs());
                } else {
                    record(response, turn.gapMs());
                }
            }
        }
        double idlePercent = usage[1].subjectPercent(usage[0]);
        return new AgentResult(
                subject,
                sessions,
                (usage[2].subjectPercent(usage[1]) - idlePercent) / sessions,
                idlePercent,
                (mostMb - usage[1].subjectMb()) / sessions,
                usage[1].subjectMb(),
                Percentiles.of(answer, US_PER_MS),
                Percentiles.of(response, US_PER_MS),
                Percentiles.of(bargeIn, US_PER_MS),
                usage[2].machine().busySince(usage[1].machine()),
                problems(sessions, outcomes, response));
    }

    private static List<String> problems(int sessions, List<CallOutcome> outcomes, Histogram response) {
        List<String> problems = new ArrayList<>();
        long answered = outcomes.stream().filter(CallOutcome::answered).count();
        if (answered < sessions) {
            problems.add((sessions - answered) + " calls failed");
        }
        long unanswered = (long) QUESTIONS * sessions - response.getTotalCount();
        if (unanswered > 0) {
            problems.add(unanswered + " questions unanswered");
        }
        return problems;
    }

    private static void record(Histogram histogram, @Nullable Double ms) {
        if (ms != null && ms >= 0) {
            histogram.recordValue(Math.min(LONGEST_US, Math.round(ms * US_PER_MS)));
        }
    }

    private static List<CallOutcome> outcomes(List<CompletableFuture<CallOutcome>> calls)
            throws IOException, InterruptedException {
        List<CallOutcome> outcomes = new ArrayList<>();
        for (CompletableFuture<CallOutcome> call : calls) {
            try {
                outcomes.add(call.get(1, TimeUnit.SECONDS));
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("a call could not be placed", e);
            }
        }
        return outcomes;
    }

    private static CallPlan plan() throws IOException {
        return CallPlan.to(
                        "sip:" + Deployment.NUMBER + "@127.0.0.1:" + Deployment.SIP_PORT,
                        List.of(
                                Phrases.recorded("opening-hours", new Cue.Turn()),
                                Phrases.recorded("repair-price", new Cue.Turn()),
                                Phrases.recorded("parking", new Cue.Turn()),
                                Phrases.recorded("stop-please", new Cue.Interruption(INTO_ANSWER_MS))))
                .offering(List.of(AudioCodec.PCMU))
                .lasting(LONGEST);
    }
}
