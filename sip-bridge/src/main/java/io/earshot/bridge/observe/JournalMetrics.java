package io.earshot.bridge.observe;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.records.CallJournal;

/** The call journal as metrics. Thread-safe because the journal is. */
public final class JournalMetrics {
    private final CallJournal journal;

    public JournalMetrics(CallJournal journal) {
        this.journal = journal;
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.counter("earshot_call_records_written", "Call records written to the file", journal::written)
                .counter(
                        "earshot_call_records_lost",
                        "Call records lost: nothing could be written for long",
                        journal::lost)
                .counter("earshot_call_record_write_failures", "Writes that the disk refused", journal::writeFailures);
    }
}
