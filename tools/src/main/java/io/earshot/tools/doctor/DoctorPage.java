package io.earshot.tools.doctor;

import io.earshot.tools.console.Ink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was found, for people: first what is broken and what to do, the root before what may follow from it; then what was looked at. Immutable.
 *
 * @param ink colour, or none
 * @param width columns at which lines are broken
 */
record DoctorPage(Ink ink, int width) {
    private static final int STATUS = 9;
    private static final int NAME = 20;

    /** The whole text. */
    String of(List<CheckRun> runs) {
        StringBuilder text = new StringBuilder();
        for (Status severity : List.of(Status.FAULT, Status.WARNING)) {
            runs.forEach(run -> findings(text, run, severity));
        }
        if (!text.isEmpty()) {
            text.append('\n');
        }
        runs.stream().filter(DoctorPage::looked).forEach(run -> looked(text, run));
        notRun(text, runs);
        notAsked(text, runs);
        return text.append(summary(runs)).append('\n').toString();
    }

    private void findings(StringBuilder text, CheckRun run, Status severity) {
        for (Finding each : run.verdict().findings()) {
            if (each.severity() == severity) {
                line(text, severity, run.name() + ": " + each.cause());
                wrapped(text, STATUS, "fix: " + each.fix());
            }
        }
    }

    private static boolean looked(CheckRun run) {
        return run.verdict().status() != Status.SKIPPED;
    }

    private void looked(StringBuilder text, CheckRun run) {
        text.append(paint(run.verdict().status())).append(String.format(Locale.ROOT, "%-" + NAME + "s ", run.name()));
        rest(text, STATUS + NAME + 1, run.verdict().measured());
    }

    /** What follows from a fault is one line for each fault, not one for each check. */
    private void notRun(StringBuilder text, List<CheckRun> runs) {
        Map<String, List<String>> following = new LinkedHashMap<>();
        for (CheckRun run : runs) {
            if (faulty(runs, run.because())) {
                following.computeIfAbsent(run.because(), _ -> new ArrayList<>()).add(run.name());
            }
        }
        following.forEach((root, names) ->
                line(text, Status.SKIPPED, "not run because " + root + " failed: " + String.join(", ", names)));
    }

    private static boolean faulty(List<CheckRun> runs, String name) {
        return runs.stream()
                .anyMatch(it -> it.name().equals(name) && it.verdict().status() == Status.FAULT);
    }

    /** What there was nothing to look at for, by reason. */
    private void notAsked(StringBuilder text, List<CheckRun> runs) {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        runs.stream()
                .filter(run -> !looked(run) && !faulty(runs, run.because()))
                .forEach(run -> reasons.computeIfAbsent(run.verdict().measured(), _ -> new ArrayList<>())
                        .add(run.name()));
        reasons.forEach((reason, names) -> line(text, Status.SKIPPED, String.join(", ", names) + ": " + reason));
    }

    private void line(StringBuilder text, Status status, String words) {
        text.append(paint(status));
        rest(text, STATUS, words);
    }

    private void wrapped(StringBuilder text, int indent, String words) {
        text.append(" ".repeat(indent));
        rest(text, indent, words);
    }

    /** Words from column {@code indent} on, broken between words. */
    private void rest(StringBuilder text, int indent, String words) {
        int column = indent;
        for (String word : clean(words).split(" ")) {
            if (column > indent && column + 1 + word.length() > width) {
                text.append('\n').append(" ".repeat(indent));
                column = indent;
            } else if (column > indent) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }

    private String paint(Status status) {
        String word = String.format(Locale.ROOT, "%-" + STATUS + "s", status.word());
        return switch (status) {
            case OK -> ink.good(word);
            case SKIPPED -> ink.faint(word);
            case WARNING -> ink.bold(word);
            case FAULT -> ink.bad(word);
        };
    }

    /** The last line. */
    private static String summary(List<CheckRun> runs) {
        long faults = DoctorReport.count(runs, Status.FAULT);
        long warnings = DoctorReport.count(runs, Status.WARNING);
        long seconds = runs.stream().mapToLong(it -> it.took().toMillis()).sum() / 1_000;
        String found = faults + warnings == 0
                ? "nothing is wrong with what was looked at"
                : number(faults, "fault") + ", " + number(warnings, "warning");
        return found + " (" + seconds + " s, exit code " + Doctor.exitCode(runs) + ")";
    }

    private static String number(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }

    /** What others sent may hold control characters. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").replaceAll(" +", " ");
    }
}
