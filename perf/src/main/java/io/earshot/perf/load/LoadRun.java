package io.earshot.perf.load;

import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perf/load}: talking calls by SIPp against a bridge with simulated providers, and what they cost. */
@Command(
        name = "perf/load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit codes: 0 all levels valid, 1 not, 64 wrong usage."},
        description = "Places talking calls with SIPp against a bridge of its own and measures what they cost.")
public final class LoadRun implements Callable<Integer> {
    /** The caller listens to the greeting first. */
    private static final int LEAD_MS = 4_000;

    /** Records of ended calls are kept on purpose; few enough, and they are no leak. */
    private static final String FEW_RECORDS = "calls.kept=20";

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--calls", split = ",", description = "Concurrent calls, a level each (${DEFAULT-VALUE}).")
    private List<Integer> calls = List.of(1, 50, 200, 500);

    @Option(names = "--rate", description = "New calls a second (${DEFAULT-VALUE}).")
    private double rate = 20;

    @Option(names = "--hold", description = "Length of a call, such as 40s. Default: as a window of 30 s needs.")
    private Duration hold = Duration.ZERO;

    @Option(names = "--warm-up", description = "How long ten calls talk first (20s).")
    private Duration warmUp = Duration.ofSeconds(20);

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "The bridge's configuration; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--jvm", paramLabel = "FLAG", description = "JVM flag of the bridge; may be repeated.")
    private List<String> jvm = new ArrayList<>();

    @Option(names = "--profile", description = "Record and print where processor time and allocations go.")
    private boolean profile;

    @Option(
            names = "--churn",
            paramLabel = "MINUTES",
            description = "Instead: two runs of short calls, looking for leaks.")
    private int churnMinutes;

    private LoadRun() {}

    /** Runs it and exits: 0 all levels valid, 1 not, 64 wrong usage. */
    public static void main(String[] args) {
        System.exit(RunOptions.line(new LoadRun())
                .registerConverter(Duration.class, (ITypeConverter<Duration>) LoadRun::duration)
                .execute(args));
    }

    static Duration duration(String text) {
        return Duration.parse("PT" + text.replace("min", "m"));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path audio = run.out().resolve("caller.ulaw").toAbsolutePath();
        TalkAudio.write(audio, LEAD_MS, TalkAudio.CONVERSATION);
        LoadPlan plan = plan();
        return churnMinutes > 0 ? churn(plan, audio) : levels(plan, audio);
    }

    private LoadPlan plan() throws IOException {
        List<String> flags = new ArrayList<>(jvm);
        List<String> configuration = new ArrayList<>();
        if (churnMinutes > 0) {
            flags.add("-XX:NativeMemoryTracking=summary");
            configuration.add(FEW_RECORDS);
        }
        configuration.addAll(settings);
        return new LoadPlan(
                run.installation(), run.out(), rate, hold.toMillis(), warmUp.toMillis(), flags, configuration, profile);
    }

    private int levels(LoadPlan plan, Path audio) throws IOException, InterruptedException {
        calls.forEach(plan::windowMs);
        List<LevelResult> results = new ArrayList<>();
        for (int level : calls) {
            results.add(new Level(plan, level, audio, run::say).measure());
            Files.writeString(run.out().resolve("levels.json"), ReportJson.write(Map.of("levels", results)));
        }
        String table = LevelTable.of(results);
        Files.writeString(run.out().resolve("levels.md"), table);
        run.print(run.json() ? ReportJson.write(Map.of("levels", results)) : table);
        if (profile) {
            for (int level : calls) {
                String report = Profile.report(Profile.file(run.out(), level));
                Files.writeString(run.out().resolve("calls-" + level).resolve("profile.txt"), report);
                run.print("\nProfile at " + level + " calls\n" + report);
            }
        }
        return results.stream().allMatch(result -> result.problems().isEmpty()) ? 0 : 1;
    }

    private int churn(LoadPlan plan, Path audio) throws IOException, InterruptedException {
        List<Churn.State> states = new Churn(plan, churnMinutes, run::say).run(audio);
        String report = ReportJson.write(Map.of("states", states));
        Files.writeString(run.out().resolve("churn.json"), report);
        run.print(run.json() ? report : Churn.table(states));
        return 0;
    }
}
