package io.earshot.tools.demo;

import io.earshot.tools.report.CallReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a demonstration leaves what it made. Immutable. */
record DemoFiles(Path directory) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    /** Makes {@code directory}, or {@code run/demo-TIME} when it is null. */
    static DemoFiles in(@Nullable Path directory) throws IOException {
        Path chosen = directory != null
                ? directory
                : Path.of(
                        "run",
                        "demo-" + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP));
        return new DemoFiles(Files.createDirectories(chosen));
    }

    Path wav() {
        return directory.resolve("call.wav");
    }

    Path pcap() {
        return directory.resolve("call.pcap");
    }

    Path hlog() {
        return directory.resolve("latency.hlog");
    }

    Path log(String process) {
        return directory.resolve(process + ".log");
    }

    /** The files that are there, for the report. */
    CallReport.Files forReport() {
        return new CallReport.Files(present(wav()), present(pcap()), present(hlog()), "report.html");
    }

    private static @Nullable String present(Path file) {
        return Files.exists(file) ? String.valueOf(file.getFileName()) : null;
    }
}
