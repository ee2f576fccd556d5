package io.earshot.tools.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Explains logs of livekit-sip and livekit-server, the last 64 MB of each. */
final class LogCheck implements Check {
    private static final long MOST_OCTETS = 64L << 20;

    private final List<Path> logs;

    LogCheck(List<Path> logs) {
        this.logs = List.copyOf(logs);
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

    private static void read(Path log, LogReview review) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            file.position(Math.max(0, file.size() - MOST_OCTETS));
            // ISO 8859-1 reads any octets; the words looked for are ASCII.
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(file), StandardCharsets.ISO_8859_1));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                review.add(line);
            }
        }
    }
}
