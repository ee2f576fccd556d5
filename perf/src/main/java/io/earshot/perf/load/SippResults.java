package io.earshot.perf.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What became of SIPp's calls. Immutable.
 *
 * @param created calls placed
 * @param successful calls that went as scripted
 * @param failed calls that did not
 * @param retransmissions SIP messages that SIPp repeated
 * @param inviteToOk INVITE to 200 of every call; SIPp reads a clock that moves with the kernel's tick (4 ms at 250 Hz)
 */
public record SippResults(int created, int successful, int failed, int retransmissions, Percentiles inviteToOk) {
    private static final double US_PER_MS = 1_000;

    /** Sums the files of all SIPps below {@code directory}. */
    static SippResults read(Path directory) throws IOException {
        SippResults sum = new SippResults(0, 0, 0, 0, Percentiles.of(new Histogram(3), US_PER_MS));
        Histogram micros = new Histogram(3);
        for (Path file : below(directory, "_rtt.csv")) {
            responseTimes(Files.readAllLines(file), micros);
        }
        for (Path file : below(directory, "_.csv")) {
            sum = sum.plus(statistics(Files.readAllLines(file)));
        }
        Percentiles inviteToOk = Percentiles.of(micros, US_PER_MS);
        return new SippResults(sum.created, sum.successful, sum.failed, sum.retransmissions, inviteToOk);
    }

    /** Adds the response times of a file written with {@code -trace_rtt}, in microseconds. */
    static void responseTimes(List<String> lines, Histogram micros) {
        for (String line : lines) {
            String[] fields = line.split(";");
            if (fields.length >= 3 && fields[1].matches("[0-9.]+")) {
                micros.recordValue(Math.round(Double.parseDouble(fields[1]) * US_PER_MS));
            }
        }
    }

    /** The last line of a file written with {@code -trace_stat}. */
    static SippResults statistics(List<String> lines) {
        List<String> names = List.of(lines.getFirst().split(";"));
        String[] last = lines.getLast().split(";");
        return new SippResults(
                field(names, last, "TotalCallCreated"),
                field(names, last, "SuccessfulCall(C)"),
                field(names, last, "FailedCall(C)"),
                field(names, last, "Retransmissions(C)"),
                Percentiles.of(new Histogram(3), US_PER_MS));
    }

    private SippResults plus(SippResults other) {
        return new SippResults(
                created + other.created,
                successful + other.successful,
                failed + other.failed,
                retransmissions + other.retransmissions,
                inviteToOk);
    }

    private static int field(List<String> names, String[] values, String name) {
        int index = names.indexOf(name);
        return index >= 0 && index < values.length ? Integer.parseInt(values[index]) : 0;
    }

    private static List<Path> below(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory, 2)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
