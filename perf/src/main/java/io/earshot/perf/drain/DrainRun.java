package io.earshot.perf.drain;

import io.earshot.perf.load.RunOptions;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perf/drain}: drains a bridge under load and counts calls that are not allowed to finish. */
@Command(
        name = "perf/drain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit codes: 0 all went as promised, 1 something did not, 64 wrong usage."},
        description = "Drains a bridge under load and counts calls that are not allowed to finish.")
public final class DrainRun implements Callable<Integer> {
    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--calls", description = "Calls at once (${DEFAULT-VALUE}).")
    private int calls = 100;

    @Option(names = "--seconds", description = "Length of calls shorter than the deadline (${DEFAULT-VALUE}).")
    private double seconds = 10;

    @Option(names = "--deadline", paramLabel = "S", description = "Deadline that they meet (${DEFAULT-VALUE}).")
    private int deadline = 30;

    @Option(names = "--long-seconds", description = "Length of calls longer than the deadline (${DEFAULT-VALUE}).")
    private double longSeconds = 120;

    @Option(names = "--long-deadline", paramLabel = "S", description = "Deadline that they meet (${DEFAULT-VALUE}).")
    private int longDeadline = 10;

    private DrainRun() {}

    /** Runs it and exits: 0 all went as promised, 1 something did not, 64 wrong usage. */
    public static void main(String[] args) {
        System.exit(RunOptions.line(new DrainRun()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DrainPlan plan =
                new DrainPlan(run.installation(), run.out(), calls, seconds, deadline, longSeconds, longDeadline);
        DrainResult result = new DrainTrial(plan, run::say).run();
        String report = ReportJson.write(result);
        Files.writeString(run.out().resolve("drain.json"), report);
        Files.writeString(run.out().resolve("drain.md"), result.text());
        run.print(run.json() ? report : result.text());
        return result.good() ? 0 : 1;
    }
}
