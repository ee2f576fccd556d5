package io.earshot.perf.drain;

import io.earshot.perf.load.Installation;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perf/drain}: drains a bridge under load and counts calls that are not allowed to finish. */
@Command(
        name = "perf/drain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Drains a bridge under load and counts calls that are not allowed to finish.")
public final class DrainRun implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--root", hidden = true, description = "The repository; set by the script.")
    private Path root = Path.of(".");

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

    @Option(names = "--out", paramLabel = "DIR", description = "Where to leave everything (${DEFAULT-VALUE}).")
    private Path out = Path.of("run/drain");

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    private DrainRun() {}

    /** Runs it and exits: 0 all went as promised, 1 something did not, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new DrainRun())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("perf/drain: " + failure.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation installation =
                new Installation(root.toAbsolutePath().normalize(), Path.of(System.getProperty("java.home")));
        DrainPlan plan = new DrainPlan(installation, out, calls, seconds, deadline, longSeconds, longDeadline);
        DrainResult result = new DrainTrial(plan, this::say).run();
        String report = ReportJson.write(result);
        Files.writeString(out.resolve("drain.json"), report);
        Files.writeString(out.resolve("drain.md"), result.text());
        PrintWriter to = spec.commandLine().getOut();
        to.println(json ? report : result.text());
        to.flush();
        return result.good() ? 0 : 1;
    }

    private void say(String text) {
        PrintWriter to = spec.commandLine().getErr();
        to.println("perf/drain: " + text);
        to.flush();
    }
}
