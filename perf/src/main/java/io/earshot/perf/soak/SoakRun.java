package io.earshot.perf.soak;

import io.earshot.perf.load.Installation;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perf/soak}: calls for an hour while something goes wrong every minute. */
@Command(
        name = "perf/soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Places calls for an hour while something goes wrong every minute, and looks for what is left behind.")
public final class SoakRun implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--root", hidden = true, description = "The repository; set by the script.")
    private Path root = Path.of(".");

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

    @Option(names = "--out", paramLabel = "DIR", description = "Where to leave everything (${DEFAULT-VALUE}).")
    private Path out = Path.of("run/soak");

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "The bridge's configuration; may be repeated.")
    private List<String> settings = new ArrayList<>();

    private SoakRun() {}

    /** Runs it and exits: 0 flat and no stuck call, 1 not, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new SoakRun())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("perf/soak: " + failure.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation installation =
                new Installation(root.toAbsolutePath().normalize(), Path.of(System.getProperty("java.home")));
        Files.createDirectories(out);
        SoakPlan plan = new SoakPlan(installation, out, minutes, calls, hold * 1_000L, every * 1_000L, settings);
        SoakResult result = new Soak(plan, this::say).run();
        String report = ReportJson.write(result);
        Files.writeString(out.resolve("soak.json"), report);
        Files.writeString(out.resolve("soak.md"), result.text());
        PrintWriter to = spec.commandLine().getOut();
        to.println(json ? report : result.text());
        to.flush();
        return result.problems().isEmpty() ? 0 : 1;
    }

    private void say(String text) {
        PrintWriter to = spec.commandLine().getErr();
        to.println("perf/soak: " + text);
        to.flush();
    }
}
