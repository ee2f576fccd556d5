package io.earshot.perf.reload;

import io.earshot.perf.load.Percentiles;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What calls noticed. Immutable.
 *
 * @param calls calls that ran all the time
 * @param dropped those that the bridge ended or refused
 * @param reloads reloads by outcome
 * @param took how long a reload took that was asked for by HTTP
 * @param quiet without reloads
 * @param reloading with reloads
 */
public record ReloadResult(
        int calls, int dropped, Map<String, Double> reloads, Percentiles took, Phase quiet, Phase reloading) {
    /**
     * One phase. Immutable.
     *
     * @param received RTP packets that the running calls got
     * @param lost packets missing among them, by sequence number
     * @param late packets that came more than 60 ms after the one before
     * @param gaps from one packet to the next
     * @param probes new calls
     * @param refused new calls that were refused or dropped
     * @param answer INVITE to 200 of the new calls
     */
    public record Phase(
            long received, long lost, long late, Percentiles gaps, int probes, int refused, Percentiles answer) {}

    /** Whether no running call, no new call and no packet was lost while reloading. */
    public boolean unharmed() {
        return dropped == 0 && reloading.lost() == 0 && reloading.refused() == 0;
    }

    /** A table for people. */
    public String text() {
        StringBuilder out = new StringBuilder();
        out.append("%d calls ran all the time, %d dropped; reloads %s%n%n".formatted(calls, dropped, counted()));
        out.append("| | RTP received | lost | over 60 ms apart | apart p50 / p99 / max, ms | new calls | refused |"
                + " INVITE to 200 p50 / p90 / p99 / max, ms |\n|---|---|---|---|---|---|---|---|\n");
        row(out, "without reloads", quiet);
        row(out, "with reloads", reloading);
        return out.append(verdict()).toString();
    }

    /** Such as "27 applied by signal": what {@code {outcome="applied",trigger="signal"}} counts. */
    private String counted() {
        return reloads.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> "%.0f %s"
                        .formatted(
                                count.getValue(),
                                count.getKey().replaceAll("\\W*outcome=\"(\\w+)\",trigger=\"(\\w+)\"\\W*", "$1 by $2")))
                .collect(Collectors.joining(", "));
    }

    private String verdict() {
        return String.format(
                Locale.ROOT,
                "%nA reload took p50 %.1f / p90 %.1f / p99 %.1f / max %.1f ms.%n"
                        + "Verdict: dropped %d / packets lost %d / new calls refused %d: %s%n",
                took.p50Ms(),
                took.p90Ms(),
                took.p99Ms(),
                took.maxMs(),
                dropped,
                reloading.lost(),
                reloading.refused(),
                unharmed() ? "unharmed" : "HARMED");
    }

    private static void row(StringBuilder out, String name, Phase phase) {
        Percentiles gaps = phase.gaps();
        Percentiles answer = phase.answer();
        out.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.1f / %.1f / %.1f | %d | %d | %.1f / %.1f / %.1f / %.1f |%n",
                name,
                phase.received(),
                phase.lost(),
                phase.late(),
                gaps.p50Ms(),
                gaps.p99Ms(),
                gaps.maxMs(),
                phase.probes(),
                phase.refused(),
                answer.p50Ms(),
                answer.p90Ms(),
                answer.p99Ms(),
                answer.maxMs()));
    }
}
