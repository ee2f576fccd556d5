package io.earshot.perf.soak;

import io.earshot.perf.load.RunOptions;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perf/soak}: calls for an hour while something goes wrong every minute. */
@Command(
        name = "perf/soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit codes: 0 flat and no stuck call, 1 not, 64 wrong usage."},
        description =
                "Places calls for an hour while something goes wrong every minute, and looks for what is left behind.")
public final class SoakRun implements Callable<Integer> {
    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--minutes", description = "How long calls are placed (${DEFAULT-VALUE}).")
    private int minutes = 60;

    @Option(names = "--calls", description = "Calls at once (${DEFAULT-VALUE}).")
    private int calls = 100;

    @Option(names = "--hold", paramLabel = "SECONDS", description = "Length of a call (${DEFAULT-VALUE}).")
    private int hold = 45;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "From one misfortune to the next (${DEFAULT-VALUE}).")
    private int every = 60;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "The bridge's configuration; may be repeated.")
    private List<String> settings = new ArrayList<>();

    private SoakRun() {}

    /** Runs it and exits: 0 flat and no stuck call, 1 not, 64 wrong usage. */
    public static void main(String[] args) {
        System.exit(RunOptions.line(new SoakRun()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SoakPlan plan =
                new SoakPlan(run.installation(), run.out(), minutes, calls, hold * 1_000L, every * 1_000L, settings);
        SoakResult result = new Soak(plan, run::say).run();
        String report = ReportJson.write(result);
        Files.writeString(run.out().resolve("soak.json"), report);
        Files.writeString(run.out().resolve("soak.md"), result.text());
        run.print(run.json() ? report : result.text());
        return result.problems().isEmpty() ? 0 : 1;
    }
}
