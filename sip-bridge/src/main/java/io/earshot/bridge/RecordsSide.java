package io.earshot.bridge;

import io.earshot.bridge.config.DeliveryConfig;
import io.earshot.bridge.config.PostgresConfig;
import io.earshot.bridge.config.PriceConfig;
import io.earshot.bridge.config.RecordsConfig;
import io.earshot.bridge.delivery.Entry;
import io.earshot.bridge.delivery.FeedConfig;
import io.earshot.bridge.delivery.JournalFeed;
import io.earshot.bridge.delivery.WebhookReceiver;
import io.earshot.bridge.health.Health;
import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.observe.RecordsMetrics;
import io.earshot.bridge.postgres.PostgresReceiver;
import io.earshot.bridge.records.CallDirectory;
import io.earshot.bridge.records.CallJournal;
import io.earshot.bridge.records.CallRecord;
import io.earshot.bridge.records.InterruptedCalls;
import io.earshot.bridge.records.JournalConfig;
import io.earshot.bridge.records.OpenCalls;
import io.earshot.bridge.records.RecordJson;
import io.earshot.bridge.records.RefusalQuota;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where records of calls go: the journal, and from it to the webhook and the database. Started and closed by the thread that does so
 * with the bridge; {@link #ended} is called on calls' loops and never waits.
 */
final class RecordsSide implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecordsSide.class);
    private static final Duration EVENTS_KEPT = Duration.ofHours(1);

    private final RecordsConfig config;
    private final Supplier<String> version;
    private final String node;
    private final @Nullable CallJournal journal;
    private final @Nullable CallJournal events;
    private final @Nullable OpenCalls open;
    private final RefusalQuota refusals;
    private final List<JournalFeed> feeds = new ArrayList<>();

    private RecordsSide(RecordsConfig config, Supplier<String> version) throws IOException {
        this.config = config;
        this.version = version;
        this.refusals = new RefusalQuota(config.refusedPerSecond(), System::nanoTime);
        this.node = config.node().isEmpty() ? machine() : config.node();
        this.journal = config.kept() ? CallJournal.open(config.journal()) : null;
        DeliveryConfig webhook = config.webhook();
        this.events = journal != null && webhook.wanted() && webhook.tellsMoreThanEnds()
                ? CallJournal.open(events(config.journal()))
                : null;
        this.open = journal == null ? null : OpenCalls.open(config.journal().file());
        if (journal != null) {
            startFeeds(journal);
        }
        if (journal != null && open != null) {
            tellOfInterrupted(journal, open);
        }
    }

    /** Calls that ended with an earlier process get their records now. */
    private void tellOfInterrupted(CallJournal records, OpenCalls before) throws IOException {
        List<byte[]> interrupted = before.left().isEmpty()
                ? List.of()
                : InterruptedCalls.records(before.left(), records.latestCallIds(), before.lastAlive());
        interrupted.forEach(this::keep);
        before.clear();
        if (!interrupted.isEmpty()) {
            log.warn(
                    "{} calls ended with an earlier process, last seen alive at {}",
                    interrupted.size(),
                    before.lastAlive());
        }
    }

    /** @param config says what goes where; its version is told in records */
    static RecordsSide start(RecordsConfig config, Supplier<String> version) throws IOException {
        return new RecordsSide(config, version);
    }

    private void startFeeds(CallJournal records) throws IOException {
        DeliveryConfig webhook = config.webhook();
        if (webhook.wanted()) {
            FeedConfig patience = new FeedConfig(
                    webhook.firstWait(),
                    webhook.longestWait(),
                    webhook.tries(),
                    webhook.maxAge(),
                    webhook.maxBacklog());
            CallJournal source = events == null ? records : events;
            Path file = events == null
                    ? config.journal().file()
                    : events(config.journal()).file();
            feeds.add(JournalFeed.start(source, file, new WebhookReceiver(webhook), patience));
        }
        PostgresConfig database = config.postgres();
        if (database.wanted()) {
            FeedConfig patience =
                    new FeedConfig(database.firstWait(), database.longestWait(), database.tries(), Duration.ZERO, 0);
            feeds.add(JournalFeed.start(records, config.journal().file(), new PostgresReceiver(database), patience));
        }
    }

    /** The journal of events, beside that of records: nobody needs it once it was delivered. */
    private static JournalConfig events(JournalConfig records) {
        String name = records.file().getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot <= 0 ? name : name.substring(0, dot);
        return new JournalConfig(
                records.file().resolveSibling(stem + "-events.jsonl"),
                records.sync(),
                records.syncInterval(),
                records.rotateBytes(),
                Duration.ofHours(1),
                false,
                EVENTS_KEPT,
                0);
    }

    /** A call ended: when this returns its record survives the death of this process. On the call's loop. */
    void ended(CallRecord record) {
        if (journal == null) {
            return;
        }
        keep(RecordJson.bytes(kept(record)));
        if (open != null) {
            open.over(record.callId());
        }
    }

    private void keep(byte[] json) {
        if (journal != null) {
            journal.add(json);
        }
        if (events != null) {
            events.add(Entry.line("ended", Instant.now(), json));
        }
    }

    /** Completes records when calls end, and has itself told of starts and answers where somebody wants to know of them. */
    void follow(CallDirectory directory) {
        directory.finishing(this::finish);
        if (journal != null) {
            directory.onRefused(new CallDirectory.Refusals() {
                @Override
                public boolean wants(String reason) {
                    return refusals.take(reason);
                }

                @Override
                public void on(CallRecord record) {
                    ended(record);
                }
            });
        }
        OpenCalls running = open;
        if (running != null) {
            directory.follow((event, record) -> note(running, event, record));
        }
    }

    private void note(OpenCalls running, String event, CallRecord record) {
        byte[] json = RecordJson.bytes(kept(finish(record)));
        running.note(record.callId(), json);
        if (events != null) {
            events.add(Entry.line(event, Instant.now(), json));
        }
    }

    private CallRecord finish(CallRecord record) {
        List<CallRecord.Usage> priced =
                record.usage().stream().map(this::priced).toList();
        return record.finished(priced, new CallRecord.Origin(node, Version.TEXT, version.get()));
    }

    private CallRecord.Usage priced(CallRecord.Usage used) {
        for (PriceConfig price : config.prices()) {
            if (price.provider().equals(used.provider()) && price.unit().equals(used.unit())) {
                return new CallRecord.Usage(
                        used.stage(), used.provider(), used.unit(), used.amount(), used.amount() * price.price());
            }
        }
        return used;
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "";
        }
    }

    private CallRecord kept(CallRecord record) {
        return config.transcript() == RecordsConfig.Transcript.FULL ? record : record.withoutTranscript();
    }

    /** Adds metrics and components. */
    void addTo(Families families, Health health) {
        CallJournal shown = journal;
        if (shown == null) {
            return;
        }
        new RecordsMetrics(shown, feeds).addTo(families);
        families.counter(
                "earshot_call_records_refused_left_out",
                "Refused calls without a record, because there were more of their reason in a second than are kept",
                refusals::leftOut);
        OpenCalls running = open;
        if (running != null) {
            families.counter(
                    "earshot_call_records_not_noted",
                    "Times that a running call was not noted against a kill of this process: too many, or too much to say",
                    running::missed);
        }
        health.register("records", () -> state(shown));
        feeds.forEach(feed -> health.register("records." + feed.name(), feed::health));
    }

    private static HealthState state(CallJournal journal) {
        if (!journal.trouble().isEmpty()) {
            return HealthState.degraded(journal.trouble());
        }
        return journal.lost() == 0 ? HealthState.ok() : HealthState.degraded(journal.lost() + " records were lost");
    }

    /** Writes what is left, gives receivers a moment to take it, and ends. */
    @Override
    public void close() {
        closeQuietly(journal);
        closeQuietly(events);
        closeQuietly(open);
        feeds.forEach(RecordsSide::closeQuietly);
    }

    private static void closeQuietly(@Nullable AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (Exception e) {
            log.warn("closing {} failed", part.getClass().getSimpleName(), e);
        }
    }
}
