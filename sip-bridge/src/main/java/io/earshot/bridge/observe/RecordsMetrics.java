package io.earshot.bridge.observe;

import io.earshot.bridge.delivery.FeedCounters;
import io.earshot.bridge.delivery.JournalFeed;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.records.CallJournal;
import java.util.List;

/** The call journal and what is fed from it as metrics. Immutable; thread-safe because its parts are. */
public record RecordsMetrics(CallJournal journal, List<JournalFeed> feeds) {
    public RecordsMetrics {
        feeds = List.copyOf(feeds);
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.counter("earshot_call_records_written", "Call records written to the file", journal::written)
                .counter(
                        "earshot_call_records_lost",
                        "Call records lost: nothing could be written for long",
                        journal::lost)
                .counter("earshot_call_record_write_failures", "Writes that the disk refused", journal::writeFailures)
                .counter(
                        "earshot_call_record_sync_failures",
                        "Times that the disk did not confirm what it had taken",
                        journal::syncFailures)
                .counter(
                        "earshot_call_record_files_deleted",
                        "Files set aside that were deleted, for age or space",
                        journal.keeper()::deleted);
        if (!feeds.isEmpty()) {
            addFeeds(families);
        }
    }

    private void addFeeds(Families families) {
        families.counters(
                "earshot_record_deliveries",
                "What became of records on their way to receivers",
                List.of("receiver", "outcome"),
                samples -> feeds.forEach(feed -> {
                    for (FeedCounters.Outcome outcome : FeedCounters.Outcome.values()) {
                        samples.at(feed.counters().of(outcome), feed.name(), outcome.label());
                    }
                }));
        families.gauges(
                "earshot_record_backlog_bytes",
                "Octets of records that a receiver has not got yet",
                List.of("receiver"),
                samples -> feeds.forEach(feed -> samples.at(feed.backlogBytes(), feed.name())));
    }
}
