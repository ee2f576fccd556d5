package io.earshot.tools.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Explains logs of livekit-sip and livekit-server: the last 64 MB of each file, or what comes on standard input. */
final class LogCheck implements Check {
    private final List<Path> logs;
    private final InputStream standardInput;

    /** Reads these; the path {@code -} is standard input. */
    LogCheck(List<Path> logs, InputStream standardInput) {
        this.logs = List.copyOf(logs);
        this.standardInput = standardInput;
    }

    @Override
    public String name() {
        return "livekit-log";
    }

    @Override
    public Verdict run(Patient patient) {
        if (logs.isEmpty()) {
            return Verdict.skipped("none given (--log)");
        }
        LogReview review = new LogReview();
        List<Finding> findings = new ArrayList<>();
        StringBuilder measured = new StringBuilder();
        for (Path log : logs) {
            try {
                long passed = read(log, review);
                measured.append(passed == 0 ? "" : "; the first " + (passed >> 20) + " MB of " + log + " passed over");
            } catch (IOException unreadable) {
                findings.add(Finding.fault(
                        FaultClass.CONFIGURATION,
                        "the log " + log + " " + unreadable.getMessage(),
                        "Name a log of livekit-sip or livekit-server that this user may read."));
            }
        }
        Verdict verdict = review.verdict();
        findings.addAll(verdict.findings());
        return Verdict.of(verdict.measured() + measured, findings);
    }

    private long read(Path log, LogReview review) throws IOException {
        if (!log.toString().equals("-")) {
            return LogFile.read(log, review::add);
        }
        LogFile.read(standardInput, false, review::add);
        return 0;
    }
}
