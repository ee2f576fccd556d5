package io.earshot.perf.reload;

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

/** {@code perf/reload}: replaces the configuration of a bridge under load, and counts what its calls noticed. */
@Command(
        name = "perf/reload",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Replaces the configuration of a bridge under load, and counts what its calls noticed.")
public final class ReloadRun implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--root", hidden = true, description = "The repository; set by the script.")
    private Path root = Path.of(".");

    @Option(names = "--calls", description = "Calls that run all the time (${DEFAULT-VALUE}).")
    private int calls = 200;

    @Option(names = "--rate", description = "New calls a second (${DEFAULT-VALUE}).")
    private double rate = 5;

    @Option(names = "--seconds", description = "Length of each of the two phases (${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(names = "--every", paramLabel = "MS", description = "From one reload to the next (${DEFAULT-VALUE}).")
    private int every = 500;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to leave everything (${DEFAULT-VALUE}).")
    private Path out = Path.of("run/reload");

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    private ReloadRun() {}

    /** Runs it and exits: 0 nothing was lost, 1 something was, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ReloadRun())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("perf/reload: " + failure.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation installation =
                new Installation(root.toAbsolutePath().normalize(), Path.of(System.getProperty("java.home")));
        ReloadPlan plan = new ReloadPlan(installation, out, calls, rate, seconds, every);
        ReloadResult result = new ReloadTrial(plan, this::say).run();
        String report = ReportJson.write(result);
        Files.writeString(out.resolve("reload.json"), report);
        Files.writeString(out.resolve("reload.md"), result.text());
        PrintWriter to = spec.commandLine().getOut();
        to.println(json ? report : result.text());
        to.flush();
        return result.unharmed() ? 0 : 1;
    }

    private void say(String text) {
        PrintWriter to = spec.commandLine().getErr();
        to.println("perf/reload: " + text);
        to.flush();
    }
}
