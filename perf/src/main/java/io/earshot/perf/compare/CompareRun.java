package io.earshot.perf.compare;

import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perf/compare}: Earshot side by side with livekit-sip. */
@Command(
        name = "perf/compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Places the same calls through livekit-sip and through Earshot's gateway, and measures both.")
public final class CompareRun implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--root", hidden = true, description = "The repository; set by the script.")
    private Path root = Path.of(".");

    @Option(names = "--only", split = ",", description = "Paths to measure: ${COMPLETION-CANDIDATES} (default: all).")
    private List<PathSubject> only = List.of(PathSubject.values());

    @Option(names = "--calls", split = ",", description = "Concurrent calls, a level each (${DEFAULT-VALUE}).")
    private List<Integer> calls = List.of(1, 10, 30, 60);

    @Option(names = "--rate", description = "New calls a second (${DEFAULT-VALUE}).")
    private double rate = 10;

    @Option(names = "--window", description = "Seconds measured with all calls up (${DEFAULT-VALUE}).")
    private int window = 12;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to leave everything (${DEFAULT-VALUE}).")
    private Path out = Path.of("run/compare");

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Earshot's configuration; may be repeated.")
    private List<String> settings = new ArrayList<>();

    private CompareRun() {}

    /** Runs it and exits: 0 all levels valid, 1 not, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new CompareRun())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("perf/compare: " + failure.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<PathResult> paths = new ArrayList<>();
        for (PathSubject subject : only) {
            measure(subject, paths);
        }
        print(PathTable.of(paths));
        return paths.stream().allMatch(result -> result.problems().isEmpty()) ? 0 : 1;
    }

    private void measure(PathSubject subject, List<PathResult> into) throws IOException, InterruptedException {
        Path directory = out.resolve(subject.label().replace(' ', '-')).toAbsolutePath();
        Files.createDirectories(directory);
        PathTimes none = new PathTimes(1);
        try (RoomSide rooms = new RoomSide(none, subject.pcmu());
                Deployment deployment = Deployment.start(
                        root.toAbsolutePath(), directory, subject.livekitSip(), "", List.of(rooms.webhooks()));
                Running running = subject.start(deployment, root.toAbsolutePath(), directory, settings)) {
            PathLevel level = new PathLevel(
                    subject.label(), running.sipPort(), running.pid(), deployment.serverPid(), rate, window * 1_000L);
            level.warmUp(rooms);
            for (int count : calls) {
                PathResult result = level.measure(count, rooms);
                into.add(result);
                Files.writeString(out.resolve("paths.json"), ReportJson.write(Map.of("paths", into)));
                Files.writeString(out.resolve("paths.md"), PathTable.of(into));
                say(subject.label() + ": " + count + " calls: "
                        + (result.problems().isEmpty() ? "done" : String.join(", ", result.problems())));
            }
        }
    }

    private void print(String text) {
        PrintWriter to = spec.commandLine().getOut();
        to.println(text);
        to.flush();
    }

    private void say(String text) {
        PrintWriter to = spec.commandLine().getErr();
        to.println("perf/compare: " + text);
        to.flush();
    }
}
