package io.earshot.bridge.records;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Journals for tests, and what is in them. */
public final class TestJournals {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestJournals() {}

    /** A journal {@code calls.jsonl} that is forced to disk and kept for a day. */
    public static JournalConfig config(Path folder, long rotateBytes, boolean compress) {
        return new JournalConfig(
                folder.resolve("calls.jsonl").toAbsolutePath(),
                JournalConfig.Sync.ALWAYS,
                Duration.ofSeconds(1),
                rotateBytes,
                Duration.ZERO,
                compress,
                Duration.ofDays(1),
                0);
    }

    /** Our ids of the calls in these lines. */
    public static List<String> ids(List<String> lines) {
        return lines.stream().map(TestJournals::id).toList();
    }

    /** Our ids of the calls in every file of a journal. */
    public static List<String> idsOfAllFiles(Path folder) throws IOException {
        Segments segments = new Segments(folder.resolve("calls.jsonl"));
        List<Path> files = new ArrayList<>(segments.aside());
        if (Files.exists(segments.active())) {
            files.add(segments.active());
        }
        List<String> ids = new ArrayList<>();
        for (Path file : files) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(Segments.open(file), StandardCharsets.UTF_8))) {
                ids.addAll(ids(lines.lines().toList()));
            }
        }
        return ids;
    }

    private static String id(String line) {
        try {
            return JSON.readTree(line).path("callId").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
