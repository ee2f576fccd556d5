package io.earshot.perf.compare;

import io.earshot.perf.load.EarshotProcess;
import io.earshot.perf.load.RunOptions;
import io.earshot.tools.call.Softphone;
import io.earshot.tools.report.ReportJson;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perf/compare}: Earshot side by side with livekit-sip and with LiveKit Agents. */
@Command(
        name = "perf/compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit codes: 0 all levels valid, 1 not, 64 wrong usage."},
        description =
                "The same calls through livekit-sip and through Earshot's gateway, and the same conversations with LiveKit Agents and with Earshot's agent.")
public final class CompareRun implements Callable<Integer> {
    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--only", split = ",", description = "Paths to measure: ${COMPLETION-CANDIDATES} (default: all).")
    private List<PathSubject> only = List.of(PathSubject.values());

    @Option(names = "--agents", split = ",", description = "Agents: ${COMPLETION-CANDIDATES} (default: all).")
    private List<AgentSubject> agents = List.of(AgentSubject.values());

    @Option(names = "--sessions", split = ",", description = "Conversations at once, a level each (${DEFAULT-VALUE}).")
    private List<Integer> sessions = List.of(1, 4);

    @Option(names = "--skip", split = ",", description = "What to leave out: PATHS, AGENTS.")
    private List<String> skip = List.of();

    @Option(names = "--calls", split = ",", description = "Concurrent calls, a level each (${DEFAULT-VALUE}).")
    private List<Integer> calls = List.of(1, 10, 30, 60);

    @Option(names = "--rate", description = "New calls a second (${DEFAULT-VALUE}).")
    private double rate = 10;

    @Option(names = "--window", description = "Seconds measured with all calls up (${DEFAULT-VALUE}).")
    private int window = 10;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Earshot's configuration; may be repeated.")
    private List<String> settings = new ArrayList<>();

    private CompareRun() {}

    /** Runs it and exits: 0 all levels valid, 1 not, 64 wrong usage. */
    public static void main(String[] args) {
        System.exit(RunOptions.line(new CompareRun()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<PathResult> paths = new ArrayList<>();
        List<AgentResult> talks = new ArrayList<>();
        if (!skips("paths")) {
            for (PathSubject subject : only) {
                measure(subject, paths);
            }
            show(PathTable.of(paths));
        }
        if (!skips("agents")) {
            for (AgentSubject subject : agents) {
                measure(subject, talks);
            }
            show(AgentTable.of(talks));
        }
        if (run.json()) {
            run.print(ReportJson.write(Map.of("paths", paths, "agents", talks)));
        }
        boolean valid = paths.stream().allMatch(result -> result.problems().isEmpty())
                && talks.stream().allMatch(result -> result.problems().isEmpty());
        return valid ? 0 : 1;
    }

    private void show(String table) {
        if (!run.json()) {
            run.print(table);
        }
    }

    private boolean skips(String part) {
        return skip.stream().anyMatch(part::equalsIgnoreCase);
    }

    private void measure(AgentSubject subject, List<AgentResult> into) throws IOException, InterruptedException {
        Path repository = run.root();
        Path directory = directory(subject.label());
        try (Vendors vendors = Vendors.start(repository, directory);
                Deployment deployment = Deployment.start(repository, directory, true, subject.agentName(), List.of());
                EarshotProcess worker = subject.start(repository, directory, vendors.address(), settings);
                Softphone phone = Softphone.at(InetAddress.getLoopbackAddress())) {
            AgentLevel level = new AgentLevel(subject.label(), worker.pid(), deployment.serverPid());
            level.measure(1, phone);
            for (int count : sessions) {
                AgentResult result = level.measure(count, phone);
                into.add(result);
                Files.writeString(run.out().resolve("agents.json"), ReportJson.write(Map.of("agents", into)));
                Files.writeString(run.out().resolve("agents.md"), AgentTable.of(into));
                run.say(subject.label() + ": " + count + " sessions: " + verdict(result.problems()));
            }
        }
    }

    private Path directory(String label) throws IOException {
        return Files.createDirectories(
                run.out().resolve(label.replace(' ', '-')).toAbsolutePath());
    }

    private static String verdict(List<String> problems) {
        return problems.isEmpty() ? "done" : String.join(", ", problems);
    }

    private void measure(PathSubject subject, List<PathResult> into) throws IOException, InterruptedException {
        Path directory = directory(subject.label());
        PathTimes none = new PathTimes(1);
        try (RoomSide rooms = new RoomSide(none, subject.pcmu());
                Deployment deployment =
                        Deployment.start(run.root(), directory, subject.livekitSip(), "", List.of(rooms.webhooks()));
                Running running = subject.start(deployment, run.root(), directory, settings)) {
            PathLevel level = new PathLevel(
                    subject.label(), running.sipPort(), running.pid(), deployment.serverPid(), rate, window * 1_000L);
            level.warmUp(rooms);
            for (int count : calls) {
                PathResult result = level.measure(count, rooms);
                into.add(result);
                Files.writeString(run.out().resolve("paths.json"), ReportJson.write(Map.of("paths", into)));
                Files.writeString(run.out().resolve("paths.md"), PathTable.of(into));
                run.say(subject.label() + ": " + count + " calls: " + verdict(result.problems()));
            }
        }
    }
}
