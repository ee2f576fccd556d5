package io.earshot.perf.crash;

import io.earshot.perf.load.Installation;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perf/crash}: kills a bridge under load, again and again, and counts records that are missing or doubled. */
@Command(
        name = "perf/crash",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Kills a bridge under load, again and again, and counts records that are missing or doubled.")
public final class CrashRun implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--root", hidden = true, description = "The repository; set by the script.")
    private Path root = Path.of(".");

    @Option(names = "--calls", description = "Calls at once (${DEFAULT-VALUE}).")
    private int calls = 100;

    @Option(names = "--seconds", description = "Length of each call (${DEFAULT-VALUE}).")
    private double seconds = 10;

    @Option(names = "--kills", description = "How often the bridge is killed (${DEFAULT-VALUE}).")
    private int kills = 5;

    @Option(names = "--seed", description = "Of the moments at which it is killed (${DEFAULT-VALUE}).")
    private long seed = 20_261_121;

    @Option(
            names = "--postgres",
            paramLabel = "URL",
            description = "jdbc:postgresql://… of an empty database that gets the records too, without a password.")
    private String postgres = "";

    @Option(names = "--user", description = "Whom to log in to it as (${DEFAULT-VALUE}).")
    private String user = "earshot";

    @Option(names = "--out", paramLabel = "DIR", description = "Where to leave everything (${DEFAULT-VALUE}).")
    private Path out = Path.of("run/crash");

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    private CrashRun() {}

    /** Runs it and exits: 0 nothing was lost or doubled, 1 something was, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new CrashRun())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("perf/crash: " + failure.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        Installation installation =
                new Installation(root.toAbsolutePath().normalize(), Path.of(System.getProperty("java.home")));
        CrashPlan plan = new CrashPlan(installation, out, calls, seconds, kills, seed, postgres, user);
        CrashResult result = new CrashTrial(plan, this::say).run();
        String report = ReportJson.write(result);
        Files.writeString(out.resolve("crash.json"), report);
        Files.writeString(out.resolve("crash.md"), result.text());
        PrintWriter to = spec.commandLine().getOut();
        to.println(json ? report : result.text());
        to.flush();
        return result.nothingLost() ? 0 : 1;
    }

    private void say(String text) {
        PrintWriter to = spec.commandLine().getErr();
        to.println("perf/crash: " + text);
        to.flush();
    }
}
