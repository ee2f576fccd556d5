package io.earshot.tools.demo;

import io.earshot.media.codec.AudioCodec;
import io.earshot.tools.call.CallWatcher;
import io.earshot.tools.console.Exit;
import io.earshot.tools.console.Ink;
import io.earshot.tools.console.JsonFlag;
import io.earshot.tools.report.CallReport;
import io.earshot.tools.report.ReportFolder;
import io.earshot.tools.report.ReportJson;
import io.earshot.tools.report.TextReport;
import io.earshot.tools.report.TurnPairs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One call with an agent, with nothing else needed. */
@Command(
        name = "demo",
        description = {
            "Calls an agent and shows where every millisecond went: provider simulators, the bridge and a softphone on"
                    + " loopback, three questions, one interruption.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Exit codes: 0 all went well, 1 something failed, 64 wrong usage."})
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to leave the files. Default: run/demo-TIME.")
    private @Nullable Path directory;

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            split = ",",
            description = "Codecs the caller offers, best first: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<AudioCodec> codecs = List.of();

    @Mixin
    private JsonFlag json = new JsonFlag();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Ink ink = Ink.forTerminal();
        DemoFiles files = DemoFiles.in(directory);
        CallReport report = demo(files, out, ink).run();
        ReportFolder.write(files.directory(), report);
        List<String> problems = DemoVerdict.problems(report, DemoScript.lines().size());
        out.print(json.wanted() ? ReportJson.write(report) + "\n" : text(report, files, ink));
        out.flush();
        problems.forEach(problem -> spec.commandLine().getErr().println(ink.bad("earshot: " + problem)));
        spec.commandLine().getErr().flush();
        return problems.isEmpty() ? Exit.OK : Exit.FAILED;
    }

    private Demo demo(DemoFiles files, PrintWriter out, Ink ink) {
        if (json.wanted()) {
            return new Demo(files, codecs, CallWatcher.NONE, _ -> {});
        }
        DemoWatcher watcher = new DemoWatcher(out, ink);
        return new Demo(files, codecs, watcher, watcher::say);
    }

    private static String text(CallReport report, DemoFiles files, Ink ink) {
        return "\n" + new TextReport(ink).all(report) + agreement(report) + "\n" + ink.bold("Files") + "  "
                + ink.faint(files.directory().toString()) + "\n"
                + "  recording  call.wav (caller left, agent right)\n"
                + "  capture    call.pcap (SIP and RTP)\n"
                + "  latency    latency.hlog\n"
                + "  report     "
                + ink.bold(files.directory().resolve("report.html").toString()) + "\n";
    }

    private static String agreement(CallReport report) {
        return TurnPairs.of(report).stream()
                .map(TurnPairs.Pair::differenceMs)
                .filter(Objects::nonNull)
                .max((a, b) -> Double.compare(Math.abs(a), Math.abs(b)))
                .map(worst ->
                        String.format(Locale.ROOT, "%nInside and outside agree within %.1f ms.%n", Math.abs(worst)))
                .orElse("");
    }
}
