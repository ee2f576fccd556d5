package io.earshot.perf.reload;

import io.earshot.perf.load.RunOptions;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perf/reload}: replaces the configuration of a bridge under load, and counts what its calls noticed. */
@Command(
        name = "perf/reload",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit codes: 0 nothing was lost, 1 something was, 64 wrong usage."},
        description = "Replaces the configuration of a bridge under load, and counts what its calls noticed.")
public final class ReloadRun implements Callable<Integer> {
    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--calls", description = "Calls that run all the time (${DEFAULT-VALUE}).")
    private int calls = 200;

    @Option(names = "--rate", description = "New calls a second (${DEFAULT-VALUE}).")
    private double rate = 5;

    @Option(names = "--seconds", description = "Length of each of the two phases (${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(names = "--every", paramLabel = "MS", description = "From one reload to the next (${DEFAULT-VALUE}).")
    private int every = 500;

    private ReloadRun() {}

    /** Runs it and exits: 0 nothing was lost, 1 something was, 64 wrong usage. */
    public static void main(String[] args) {
        System.exit(RunOptions.line(new ReloadRun()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReloadPlan plan = new ReloadPlan(run.installation(), run.out(), calls, rate, seconds, every);
        ReloadResult result = new ReloadTrial(plan, run::say).run();
        String report = ReportJson.write(result);
        Files.writeString(run.out().resolve("reload.json"), report);
        Files.writeString(run.out().resolve("reload.md"), result.text());
        run.print(run.json() ? report : result.text());
        return result.unharmed() ? 0 : 1;
    }
}
