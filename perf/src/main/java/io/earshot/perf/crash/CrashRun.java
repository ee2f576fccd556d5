package io.earshot.perf.crash;

import io.earshot.perf.load.RunOptions;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perf/crash}: kills a bridge under load, again and again, and counts records that are missing or doubled. */
@Command(
        name = "perf/crash",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit codes: 0 nothing was lost or doubled, 1 something was, 64 wrong usage."},
        description = "Kills a bridge under load, again and again, and counts records that are missing or doubled.")
public final class CrashRun implements Callable<Integer> {
    @Mixin
    private RunOptions run = new RunOptions();

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

    private CrashRun() {}

    /** Runs it and exits: 0 nothing was lost or doubled, 1 something was, 64 wrong usage. */
    public static void main(String[] args) {
        System.exit(RunOptions.line(new CrashRun()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        CrashPlan plan = new CrashPlan(run.installation(), run.out(), calls, seconds, kills, seed, postgres, user);
        CrashResult result = new CrashTrial(plan, run::say).run();
        String report = ReportJson.write(result);
        Files.writeString(run.out().resolve("crash.json"), report);
        Files.writeString(run.out().resolve("crash.md"), result.text());
        run.print(run.json() ? report : result.text());
        return result.nothingLost() ? 0 : 1;
    }
}
