package io.earshot.bridge.http;

import io.earshot.bridge.records.CallJournal;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/** The call journal as Prometheus metrics. Thread-safe because the journal is. */
public final class JournalMetrics implements Supplier<List<MetricSnapshot>> {
    private final CallJournal journal;

    public JournalMetrics(CallJournal journal) {
        this.journal = journal;
    }

    @Override
    public List<MetricSnapshot> get() {
        return List.of(
                counter("earshot_call_records_written", "Call records written to the file", journal.written()),
                counter(
                        "earshot_call_records_lost",
                        "Call records lost: nothing could be written for long",
                        journal.lost()),
                counter("earshot_call_record_write_failures", "Writes that the disk refused", journal.writeFailures()));
    }

    private static MetricSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value((double) value)
                        .build())
                .build();
    }
}
