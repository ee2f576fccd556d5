package io.earshot.perf.soak;

import io.earshot.perf.load.SippResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What came of a soak. Immutable.
 *
 * @param callers what SIPp says of its calls
 * @param misfortunes how often each struck
 * @param ends calls by the reason for which they ended, by the bridge's own count
 * @param samples taken while calls ran, the first after the warm-up
 * @param rest when all calls had ended and every SIP timer had run out
 */
record SoakResult(
        SippResults callers,
        Map<String, Integer> misfortunes,
        Map<String, Double> ends,
        List<Sample> samples,
        Sample idle,
        Sample rest) {
    private static final int DESCRIPTORS_OF_CHANCE = 10;
    private static final int THREADS_OF_CHANCE = 4;
    private static final double HEAP_OF_CHANCE = 1.15;
    private static final long HEAP_OF_CHANCE_KB = 8_192;

    /** What is not as it should be; empty when all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (rest.calls() != 0) {
            problems.add(rest.calls() + " calls never ended");
        }
        if (rest.threads() > idle.threads() + THREADS_OF_CHANCE) {
            problems.add("threads went from " + idle.threads() + " to " + rest.threads());
        }
        if (rest.descriptors() > idle.descriptors() + DESCRIPTORS_OF_CHANCE) {
            problems.add("descriptors went from " + idle.descriptors() + " to " + rest.descriptors());
        }
        long early = median(early(), Sample::heapKb);
        long late = median(late(), Sample::heapKb);
        if (late > early * HEAP_OF_CHANCE + HEAP_OF_CHANCE_KB) {
            problems.add("live heap went from " + early / 1_024 + " to " + late / 1_024 + " MB");
        }
        problems.addAll(new MemoryTrend(samples).problems());
        return problems;
    }

    /** Markdown: the samples, what went wrong, how calls ended. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                "| after, min | calls | live heap | committed heap | classes | code | direct | malloc used | malloc held "
                        + "| mapped | rest | resident MB | threads | descriptors |\n");
        text.append("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        row(text, "idle, before", idle);
        for (Sample sample : samples) {
            row(text, String.format(Locale.ROOT, "%.1f", sample.atS() / 60.0), sample);
        }
        row(text, "idle, after", rest);
        text.append("\nCallers (SIPp): ").append(callers.created()).append(" calls, ");
        text.append(callers.successful())
                .append(" as scripted, ")
                .append(callers.failed())
                .append(" otherwise; ");
        text.append("INVITE→200 p50 / p99 ms ")
                .append(callers.inviteToOk().p50Ms())
                .append(" / ");
        text.append(callers.inviteToOk().p99Ms()).append("\nMisfortunes: ").append(misfortunes);
        text.append("\nEnds: ").append(ends).append('\n');
        text.append(new MemoryTrend(samples).text()).append('\n');
        text.append(problems().isEmpty() ? "Verdict: flat, no stuck call\n" : "Verdict: " + problems() + "\n");
        return text.toString();
    }

    private List<Sample> early() {
        return samples.subList(0, Math.max(1, samples.size() / 3));
    }

    private List<Sample> late() {
        return samples.subList(Math.min(samples.size() - 1, samples.size() * 2 / 3), samples.size());
    }

    private static long median(List<Sample> samples, ToLongFunction<Sample> figure) {
        long[] values = samples.stream().mapToLong(figure).sorted().toArray();
        return values[values.length / 2];
    }

    private static void row(StringBuilder text, String when, Sample sample) {
        Memory memory = sample.memory();
        text.append("| ").append(when).append(" | ").append(sample.calls());
        for (long kb : new long[] {
            sample.heapKb(),
            memory.heapKb(),
            memory.metaspaceKb(),
            memory.codeKb(),
            memory.directKb(),
            memory.mallocKb(),
            memory.heldKb(),
            memory.mappedKb(),
            memory.restKb(),
            memory.residentKb()
        }) {
            text.append(String.format(Locale.ROOT, " | %.1f", kb / 1_024.0));
        }
        text.append(" | ").append(sample.threads()).append(" | ");
        text.append(sample.descriptors()).append(" |\n");
    }
}
