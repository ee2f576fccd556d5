package io.earshot.tools.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Explains logs of livekit-sip and livekit-server: the last 64 MB of each file, or what comes on standard input. */
final class LogCheck implements Check {
    private static final long MOST_OCTETS = 64L << 20;
    private static final long MOST_LINES = 2_000_000;
    private static final int LONGEST_LINE = 1 << 20;

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
        for (Path log : logs) {
            try {
                read(log, review);
            } catch (IOException unreadable) {
                return Verdict.of(
                        log + " cannot be read",
                        Finding.fault(
                                FaultClass.CONFIGURATION,
                                log + " cannot be read ("
                                        + unreadable.getClass().getSimpleName() + ")",
                                "Name a file that this user may read."));
            }
        }
        return review.verdict();
    }

    private void read(Path log, LogReview review) throws IOException {
        if (log.toString().equals("-")) {
            read(standardInput, review);
            return;
        }
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            file.position(Math.max(0, file.size() - MOST_OCTETS));
            read(Channels.newInputStream(file), review);
        }
    }

    private static void read(InputStream in, LogReview review) throws IOException {
        // ISO 8859-1 reads any octets; the words looked for are ASCII.
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        long count = 0;
        for (String line = lines.readLine(); line != null && count < MOST_LINES; line = lines.readLine(), count++) {
            if (line.length() < LONGEST_LINE) {
                review.add(line);
            }
        }
    }
}
