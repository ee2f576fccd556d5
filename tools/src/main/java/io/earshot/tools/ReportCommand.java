package io.earshot.tools;

import io.earshot.tools.console.Columns;
import io.earshot.tools.console.Ink;
import io.earshot.tools.report.CallReport;
import io.earshot.tools.report.HistogramLog;
import io.earshot.tools.report.LatencyFigures;
import io.earshot.tools.report.ReportFolder;
import io.earshot.tools.report.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what an earlier run left behind. */
@Command(
        name = "report",
        description = "Draws the report of an earlier run again, or prints the percentiles of a histogram log.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR|FILE.hlog", description = "A run's directory, or an interval histogram log.")
    private Path source;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (Files.isDirectory(source)) {
            CallReport report = ReportFolder.read(source);
            out.print(new TextReport(Ink.forTerminal()).all(report));
            out.println("\nReport  " + ReportFolder.render(source));
        } else {
            out.print(table(HistogramLog.read(source)));
        }
        out.flush();
        return 0;
    }

    private static String table(List<LatencyFigures> figures) {
        Columns columns = new Columns().row("series, ms", "turns", "n", "p50", "p90", "p99", "max");
        for (LatencyFigures f : figures) {
            columns.row(
                    f.name(),
                    f.turnClass(),
                    Long.toString(f.count()),
                    ms(f.p50Ms()),
                    ms(f.p90Ms()),
                    ms(f.p99Ms()),
                    ms(f.maxMs()));
        }
        return columns.render(Ink.forTerminal(), "");
    }

    private static String ms(double ms) {
        return String.format(Locale.ROOT, "%.1f", ms);
    }
}
