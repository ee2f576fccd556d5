package io.earshot.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.tools.report.HistogramLog;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {
    @TempDir
    Path directory;

    @Test
    void shouldSumTheIntervalsOfEachTag() throws IOException {
        Path log = log("total/answered", 100, 200);

        assertThat(HistogramLog.read(log)).singleElement().satisfies(figures -> {
            assertThat(figures.name()).isEqualTo("total");
            assertThat(figures.turnClass()).isEqualTo("answered");
            assertThat(figures.count()).isEqualTo(200);
            assertThat(figures.p50Ms()).isBetween(99.0, 101.0);
            assertThat(figures.maxMs()).isBetween(199.0, 201.0);
        });
    }

    @Test
    void shouldPrintTheTableOfALog() throws IOException {
        StringWriter out = new StringWriter();

        int status =
                line(out).execute("report", log("first-token/answered", 10, 20).toString());

        assertThat(status).isZero();
        assertThat(out.toString()).contains("p99").contains("first-token  answered  20  ");
    }

    @Test
    void shouldFailWithOneLineOnWhatIsNoReport() throws IOException {
        StringWriter err = new StringWriter();
        Path other = Files.writeString(directory.resolve("other.hlog"), "nothing here\n");

        assertThat(line(err).execute("report", other.toString())).isEqualTo(1);
        assertThat(line(err).execute("report", directory.toString())).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(2).allMatch(text -> text.startsWith("earshot: "));
    }

    private static CommandLine line(StringWriter output) {
        return Earshot.commandLine().setOut(new PrintWriter(output)).setErr(new PrintWriter(output));
    }

    private Path log(String tag, int firstMs, int lastMs) throws IOException {
        Path file = directory.resolve("latency.hlog");
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputLogFormatVersion();
            writer.outputLegend();
            for (int interval = 0; interval < 2; interval++) {
                Histogram histogram = new Histogram(3);
                histogram.setTag(tag);
                int base = interval == 0 ? 0 : lastMs - firstMs;
                LongStream.rangeClosed(1, firstMs).forEach(ms -> histogram.recordValue((base + ms) * 1_000_000L));
                writer.outputIntervalHistogram(interval, interval + 1, histogram, 1e6);
            }
        }
        return file;
    }
}
