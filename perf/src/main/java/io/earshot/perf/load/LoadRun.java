package io.earshot.perf.load;

import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perf/load}: talking calls by SIPp against a bridge with simulated providers, and what they cost. */
@Command(
        name = "perf/load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Places talking calls with SIPp against a bridge of its own and measures what they cost.")
public final class LoadRun implements Callable<Integer> {
    /** The caller listens to the greeting first. */
    private static final int LEAD_MS = 4_000;

    /** Records of ended calls are kept on purpose; few enough, and they are no leak. */
    private static final String FEW_RECORDS = "calls.kept=20";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--root", hidden = true, description = "The repository; set by the script.")
    private Path root = Path.of(".");

    @Option(names = "--calls", split = ",", description = "Concurrent calls, a level each (${DEFAULT-VALUE}).")
    private List<Integer> calls = List.of(1, 50, 200, 500);

    @Option(names = "--rate", description = "New calls a second (${DEFAULT-VALUE}).")
    private double rate = 20;

    @Option(names = "--hold", description = "Length of a call, such as 40s. Default: as a window of 30 s needs.")
    private Duration hold = Duration.ZERO;

    @Option(names = "--warm-up", description = "How long ten calls talk first (20s).")
    private Duration warmUp = Duration.ofSeconds(20);

    @Option(names = "--out", paramLabel = "DIR", description = "Where to leave everything (${DEFAULT-VALUE}).")
    private Path out = Path.of("run/load");

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

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

    /** Runs it and exits: 0 all levels valid, 1 not, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadRun())
                .registerConverter(Duration.class, (ITypeConverter<Duration>) LoadRun::duration)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("perf/load: " + failure.getMessage());
                    return 1;
                })
                .execute(args));
    }

    static Duration duration(String text) {
        return Duration.parse("PT" + text.replace("min", "m"));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        Path audio = out.resolve("caller.ulaw").toAbsolutePath();
        TalkAudio.write(audio, LEAD_MS, TalkAudio.CONVERSATION);
        LoadPlan plan = plan();
        return churnMinutes > 0 ? churn(plan, audio) : levels(plan, audio);
    }

    private LoadPlan plan() {
        Installation installation =
                new Installation(root.toAbsolutePath().normalize(), Path.of(System.getProperty("java.home")));
        List<String> flags = new ArrayList<>(jvm);
        List<String> configuration = new ArrayList<>();
        if (churnMinutes > 0) {
            flags.add("-XX:NativeMemoryTracking=summary");
            configuration.add(FEW_RECORDS);
        }
        configuration.addAll(settings);
        return new LoadPlan(installation, out, rate, hold.toMillis(), warmUp.toMillis(), flags, configuration, profile);
    }

    private int levels(LoadPlan plan, Path audio) throws IOException, InterruptedException {
        calls.forEach(plan::windowMs);
        List<LevelResult> results = new ArrayList<>();
        for (int level : calls) {
            results.add(new Level(plan, level, audio, this::say).measure());
            Files.writeString(out.resolve("levels.json"), ReportJson.write(Map.of("levels", results)));
        }
        String table = LevelTable.of(results);
        Files.writeString(out.resolve("levels.md"), table);
        print(json ? ReportJson.write(Map.of("levels", results)) : table);
        if (profile) {
            for (int level : calls) {
                String report = Profile.report(Profile.file(out, level));
                Files.writeString(out.resolve("calls-" + level).resolve("profile.txt"), report);
                print("\nProfile at " + level + " calls\n" + report);
            }
        }
        return results.stream().allMatch(result -> result.problems().isEmpty()) ? 0 : 1;
    }

    private int churn(LoadPlan plan, Path audio) throws IOException, InterruptedException {
        List<Churn.State> states = new Churn(plan, churnMinutes, this::say).run(audio);
        String report = ReportJson.write(Map.of("states", states));
        Files.writeString(out.resolve("churn.json"), report);
        print(json ? report : Churn.table(states));
        return 0;
    }

    private void print(String text) {
        PrintWriter to = spec.commandLine().getOut();
        to.println(text);
        to.flush();
    }

    private void say(String text) {
        PrintWriter to = spec.commandLine().getErr();
        to.println("perf/load: " + text);
        to.flush();
    }
}
