package io.earshot.bridge.delivery;

import io.earshot.bridge.health.HealthState;
import io.earshot.bridge.records.CallJournal;
import io.earshot.bridge.records.JournalCursor;
import io.earshot.bridge.records.JournalReader;
import io.earshot.bridge.webhook.LogText;
import io.earshot.media.retry.Backoff;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a journal's entries to one receiver, one after another and in order, until it has each. The place is remembered after each
 * entry: a process that dies in between brings the entry again, with the same id, and never leaves one out. Thread-safe: one
 * thread of its own does it all, the rest are counters.
 */
public final class JournalFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournalFeed.class);
    private static final long LOOK_EVERY_NS = 1_000_000_000L;
    private static final long LONGEST_CLOSE_NS = 3_000_000_000L;
    private static final long SYNC_EVERY_NS = 1_000_000_000L;

    private final CallJournal journal;
    private final Receiver receiver;
    private final FeedConfig config;
    private final JournalCursor cursor;
    private final JournalReader reader;
    private final DeadLetters dead;
    private final Backoff backoff;
    private final FeedCounters counters = new FeedCounters();
    private final Thread thread;
    private volatile String trouble = "";
    private volatile boolean idle;
    private volatile boolean closing;
    private volatile long closeByNs;
    private long syncedNs = System.nanoTime();
    private boolean finished;

    private JournalFeed(
            CallJournal journal, Receiver receiver, FeedConfig config, JournalCursor cursor, DeadLetters dead) {
        this.journal = journal;
        this.receiver = receiver;
        this.config = config;
        this.cursor = cursor;
        this.dead = dead;
        this.reader = journal.read(cursor.position());
        this.backoff = new Backoff(config.firstWait(), config.longestWait(), ThreadLocalRandom.current());
        this.thread =
                Thread.ofPlatform().name("records-" + receiver.name()).daemon().unstarted(this::run);
    }

    /**
     * Starts to feed a receiver. One that comes new is told of what ends from now on.
     *
     * @param journalFile the journal's file, beside which the feed keeps its place and what it put aside
     * @throws IOException when the place cannot be read or written
     */
    public static JournalFeed start(CallJournal journal, Path journalFile, Receiver receiver, FeedConfig config)
            throws IOException {
        String stem = journalFile.getFileName() + "." + receiver.name();
        JournalCursor cursor = JournalCursor.open(journalFile.resolveSibling(stem + ".cursor"), journal.opened());
        DeadLetters dead = new DeadLetters(journalFile.resolveSibling(stem + ".dead.jsonl"));
        JournalFeed feed = new JournalFeed(journal, receiver, config, cursor, dead);
        journal.hold(cursor::position);
        journal.onWritten(() -> LockSupport.unpark(feed.thread));
        feed.thread.start();
        return feed;
    }

    /** The receiver's name. */
    public String name() {
        return receiver.name();
    }

    /** What became of the entries. */
    public FeedCounters counters() {
        return counters;
    }

    /** Octets of the journal that the receiver has not got yet, as they lie on the disk. */
    public long backlogBytes() {
        return journal.bytesAfter(cursor.position());
    }

    /** Whether the receiver has all there is. */
    public boolean idle() {
        return idle && backlogBytes() == 0;
    }

    /** How it fares, for the health view. */
    public HealthState health() {
        long waiting = backlogBytes();
        return trouble.isEmpty()
                ? HealthState.ok(waiting + " octets wait")
                : HealthState.degraded(trouble + "; " + waiting + " octets wait");
    }

    /** Brings what waits to a receiver that takes it, for some seconds at most; the next process goes on from there. */
    @Override
    public void close() {
        closeByNs = System.nanoTime() + LONGEST_CLOSE_NS;
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(Duration.ofNanos(2 * LONGEST_CLOSE_NS))) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (cursor;
                reader;
                receiver) {
            while (!over()) {
                step();
            }
        } catch (IOException e) {
            log.warn("feed {}: closing failed: {}", name(), e.getMessage());
        }
    }

    private boolean over() {
        return Thread.currentThread().isInterrupted()
                || finished
                || (closing && (!trouble.isEmpty() || System.nanoTime() - closeByNs >= 0));
    }

    private void step() {
        boolean last = closing;
        try {
            JournalReader.Line line = reader.next();
            idle = line == null;
            finished = idle && last;
            if (line == null) {
                syncCursor();
                if (!closing) {
                    LockSupport.parkNanos(LOOK_EVERY_NS);
                }
            } else if (deal(line)) {
                cursor.advance(line.after());
            }
        } catch (IOException e) {
            fail("the journal or the feed's place cannot be read or written: " + e.getMessage(), Duration.ZERO);
        }
    }

    /** Brings a line to the receiver or puts it aside; false when the process is to end before either. */
    private boolean deal(JournalReader.Line line) throws IOException {
        Optional<Entry> read = Entry.read(line.json());
        if (read.isEmpty()) {
            counters.count(FeedCounters.Outcome.MALFORMED);
            return true;
        }
        Entry entry = read.get();
        int refusals = 0;
        while (!(closing && !trouble.isEmpty()) && !Thread.currentThread().isInterrupted()) {
            switch (receiver.take(entry)) {
                case Receiver.Verdict.Taken() -> {
                    succeed();
                    counters.count(FeedCounters.Outcome.DELIVERED);
                    return true;
                }
                case Receiver.Verdict.Passed() -> {
                    return true;
                }
                case Receiver.Verdict.Refused(String why) -> {
                    if (++refusals >= config.tries()) {
                        return putAside(entry, FeedCounters.Outcome.REFUSED, why);
                    }
                    fail(why, Duration.ZERO);
                }
                case Receiver.Verdict.Unavailable(String why, Duration asked) -> {
                    if (tooOld(entry)) {
                        return putAside(entry, FeedCounters.Outcome.EXPIRED, "too old; " + why);
                    }
                    if (config.maxBacklog() > 0 && backlogBytes() > config.maxBacklog()) {
                        return putAside(entry, FeedCounters.Outcome.OVERFLOWED, "too much waits; " + why);
                    }
                    fail(why, asked);
                }
            }
        }
        return false;
    }

    private boolean tooOld(Entry entry) {
        return config.maxAge().isPositive() && entry.at().plus(config.maxAge()).isBefore(Instant.now());
    }

    private boolean putAside(Entry entry, FeedCounters.Outcome outcome, String why) throws IOException {
        dead.add(entry, why);
        counters.count(outcome);
        log.warn("feed {}: {} put aside: {}", name(), LogText.of(entry.id()), why);
        if (outcome == FeedCounters.Outcome.REFUSED) {
            succeed();
        }
        return true;
    }

    private void succeed() {
        backoff.reset();
        if (!trouble.isEmpty()) {
            log.info("feed {}: delivers again", name());
            trouble = "";
        }
    }

    private void fail(String why, Duration asked) {
        counters.count(FeedCounters.Outcome.RETRIED);
        if (trouble.isEmpty()) {
            log.warn("feed {}: not delivered, tried again: {}", name(), why);
        }
        trouble = why;
        long waitNs = Math.max(
                backoff.nextNs(), Math.min(asked.toNanos(), config.longestWait().toNanos()));
        long untilNs = System.nanoTime() + waitNs;
        // New records wake the thread too, and change nothing about the receiver.
        for (long left = waitNs; left > 0 && !closing; left = untilNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private void syncCursor() throws IOException {
        long nowNs = System.nanoTime();
        if (nowNs - syncedNs >= SYNC_EVERY_NS) {
            cursor.sync();
            syncedNs = nowNs;
        }
    }
}
