package io.earshot.bridge.records;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The calls that run and the latest that ended. Thread-safe: running calls are in a concurrent map, ended ones under
 * one lock.
 */
public final class CallDirectory {
    private final int kept;
    private final Consumer<CallRecord> journal;
    private final Map<String, RunningCall> running = new ConcurrentHashMap<>();
    private final Deque<CallRecord> ended = new ArrayDeque<>();
    private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();
    private final LongAdder started = new LongAdder();

    /** A call that can be asked for its record from any thread. */
    public interface RunningCall {
        /** Our id of the call. */
        String callId();

        /** Call-ID of its dialog. */
        String sipCallId();

        /** What is known now; waits for the call's loop, at most a moment. */
        CallRecord record();
    }

    /** A directory that remembers {@code kept} ended calls. */
    public CallDirectory(int kept) {
        this(kept, _ -> {});
    }

    /** The same, and {@code journal} is given the record of every ended call, on the call's loop. */
    public CallDirectory(int kept, Consumer<CallRecord> journal) {
        this.kept = kept;
        this.journal = journal;
    }

    /** A call has begun. */
    public void add(RunningCall call) {
        started.increment();
        running.put(call.callId(), call);
    }

    /** A call is over. */
    public void end(RunningCall call, CallRecord last) {
        journal.accept(last);
        running.remove(call.callId());
        String reason = last.end() == null ? "unknown" : last.end().reason();
        ends.computeIfAbsent(reason, _ -> new LongAdder()).increment();
        synchronized (ended) {
            ended.addLast(last);
            while (ended.size() > kept) {
                ended.removeFirst();
            }
        }
    }

    /** The call with this id of ours or this SIP Call-ID, running or ended. */
    public Optional<CallRecord> find(String id) {
        for (RunningCall call : running.values()) {
            if (call.callId().equals(id) || call.sipCallId().equals(id)) {
                return Optional.of(call.record());
            }
        }
        synchronized (ended) {
            return ended.stream()
                    .filter(call -> call.callId().equals(id) || call.sipCallId().equals(id))
                    .findFirst();
        }
    }

    /** All calls known, ended ones first. */
    public List<CallRecord> all() {
        List<CallRecord> all;
        synchronized (ended) {
            all = new ArrayList<>(ended);
        }
        running.values().forEach(call -> all.add(call.record()));
        return all;
    }

    /** Calls that run now. */
    public int runningCount() {
        return running.size();
    }

    /** Calls begun since the start. */
    public long startedCount() {
        return started.sum();
    }

    /** Calls ended since the start, by reason. */
    public Map<String, Long> endedByReason() {
        Map<String, Long> counts = new java.util.TreeMap<>();
        ends.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
