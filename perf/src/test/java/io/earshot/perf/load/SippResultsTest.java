package io.earshot.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SippResultsTest {
    private static final String NAMES = "StartTime;TotalCallCreated;SuccessfulCall(P);SuccessfulCall(C);FailedCall(P);"
            + "FailedCall(C);Retransmissions(P);Retransmissions(C);";

    @Test
    void shouldReadResponseTimesInMilliseconds() {
        Histogram micros = new Histogram(3);
        SippResults.responseTimes(
                List.of("Date_ms;response_time_ms;rtd_no", "104.001;0;1", "108.001;4.5;1", "112.001;8;1"), micros);
        assertEquals(3, micros.getTotalCount());
        assertEquals(8_000, micros.getMaxValue(), 8);
        assertEquals(4_500, micros.getValueAtPercentile(50), 8);
    }

    @Test
    void shouldTakeCountsFromTheLastLine() {
        SippResults results = SippResults.statistics(List.of(NAMES, "2026;1;1;1;0;0;0;0;", "2026;40;1;37;1;3;0;5;"));
        assertEquals(40, results.created());
        assertEquals(37, results.successful());
        assertEquals(3, results.failed());
        assertEquals(5, results.retransmissions());
    }

    @Test
    void shouldSumAllSippsBelowADirectory(@TempDir Path directory) throws IOException {
        for (int i = 0; i < 2; i++) {
            Path own = Files.createDirectories(directory.resolve("sipp-" + i));
            Files.writeString(own.resolve("talk_7_.csv"), NAMES + "\n2026;10;1;9;0;1;0;2;\n");
            Files.writeString(own.resolve("talk_7_rtt.csv"), "Date_ms;response_time_ms;rtd_no\n1;4;1\n2;8;1\n");
        }
        SippResults results = SippResults.read(directory);
        assertEquals(20, results.created());
        assertEquals(18, results.successful());
        assertEquals(2, results.failed());
        assertEquals(4, results.retransmissions());
        assertEquals(4, results.inviteToOk().count());
        assertEquals(8, results.inviteToOk().maxMs(), 0.01);
    }
}
