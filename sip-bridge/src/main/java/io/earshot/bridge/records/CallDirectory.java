package io.earshot.bridge.records;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The calls that run and the latest that ended. Thread-safe: running calls are in a concurrent map, ended ones under
 * one lock.
 */
public final class CallDirectory implements AutoCloseable {
    private final int kept;
    private final Consumer<CallRecord> journal;
    private volatile @Nullable Progress progress;
    private volatile @Nullable Refusals refused;
    private volatile UnaryOperator<CallRecord> finishing = UnaryOperator.identity();
    private final List<Consumer<TurnTold>> turns = new CopyOnWriteArrayList<>();
    private final EndedListeners listeners = new EndedListeners();
    private final Map<String, RunningCall> running = new ConcurrentHashMap<>();
    private final Deque<CallRecord> ended = new ArrayDeque<>();
    private final Map<Ending, LongAdder> ends = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> started = new ConcurrentHashMap<>();

    /** A way to end: what calls that ended are counted by. Immutable. */
    public record Ending(String mode, String reason) {}

    /** Hears of what happens to calls before they end. Called on the call's loop: must be quick. */
    @FunctionalInterface
    public interface Progress {
        /** A call was {@code started} or {@code answered}; {@code record} is the one of then. */
        void on(String event, CallRecord record);
    }

    /** Hears of calls that were refused before they began. Called on SIP's threads and calls' loops: must be quick. Thread-safe. */
    @FunctionalInterface
    public interface Refusals {
        /** Whether one that was refused for this reason, one of a few fixed words, is to be told of. */
        default boolean wants(String reason) {
            return true;
        }

        /** What is known of it. */
        void on(CallRecord record);
    }

    /** A call that can be asked for its record from any thread. */
    public interface RunningCall {
        /** Our id of the call. */
        String callId();

        /** Call-ID of its dialog. */
        String sipCallId();

        /** LiveKit's id of the call, or empty when it has none of its own. */
        default String livekitCallId() {
            return "";
        }

        /** How it reaches its agent: {@code direct}, {@code room} or {@code gateway}. */
        String mode();

        /**
         * Asks the caller's phone to call somebody else instead (REFER); waits for the call's loop, at most a moment.
         *
         * @return false when this call cannot be transferred now
         */
        default boolean transfer(String uri) {
            return false;
        }

        /**
         * Ends the call; waits for its loop, at most a moment.
         *
         * @param why who asked, for the record
         * @return false when this call cannot be ended so
         */
        default boolean hangUp(String why) {
            return false;
        }

        /**
         * Starts, pauses or stops the call's recording; waits for its loop, at most a moment.
         *
         * @param action {@code start}, {@code pause} or {@code stop}
         * @return false when that cannot be done now
         */
        default boolean recording(String action) {
            return false;
        }

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

    /**
     * Adds a listener of ended calls. It runs on a thread of its own, one record after another, so it may wait; what it throws
     * is logged and counted. More than 10,000 records behind, it misses some ({@link #missed}): what may not miss any reads
     * the journal.
     */
    public void onEnded(Consumer<CallRecord> listener) {
        listeners.add(listener);
    }

    /** Has {@code follower} told of what happens to calls before they end; there is one at most, set before calls come. */
    public void follow(Progress follower) {
        progress = follower;
    }

    /** Has {@code listener} told of calls that were refused before they began; set before calls come. */
    public void onRefused(Refusals listener) {
        refused = listener;
    }

    /** A call was refused before it began; {@code record} is only asked for when somebody wants it. */
    public void refused(String reason, Supplier<CallRecord> record) {
        Refusals listener = refused;
        if (listener != null && listener.wants(reason)) {
            listener.on(finishing.apply(record.get()));
        }
    }

    /** Has {@code finish} complete each record when its call ends, on the call's loop; set before calls come. */
    public void finishing(UnaryOperator<CallRecord> finish) {
        finishing = finish;
    }

    /** Something happened to a call that goes on; {@code record} is only asked for when somebody wants it. On its loop. */
    public void progress(String event, Supplier<CallRecord> record) {
        Progress follower = progress;
        if (follower != null) {
            follower.on(event, record.get());
        }
    }

    /** Has {@code listener} told of each turn when it is over. Called on the call's loop: must be quick and may not wait. */
    public void onTurn(Consumer<TurnTold> listener) {
        turns.add(listener);
    }

    /** A turn of a call that goes on is over. On its loop. */
    public void turn(TurnTold over) {
        turns.forEach(listener -> listener.accept(over));
    }

    /** Records that listeners missed because they were too far behind. */
    public long missed() {
        return listeners.missed();
    }

    /** Exceptions that listeners of ended calls threw. */
    public long listenerFaults() {
        return listeners.faults();
    }

    /** Lets listeners finish what waits, for some seconds at most. */
    @Override
    public void close() {
        listeners.close();
    }

    /** A call has begun. */
    public void add(RunningCall call) {
        started.computeIfAbsent(call.mode(), _ -> new LongAdder()).increment();
        running.put(call.callId(), call);
    }

    /** A call is over. */
    public void end(RunningCall call, CallRecord told) {
        CallRecord last = finishing.apply(told);
        journal.accept(last);
        listeners.tell(last);
        running.remove(call.callId());
        String reason = last.end() == null ? "unknown" : last.end().reason();
        ends.computeIfAbsent(new Ending(last.mode(), reason), _ -> new LongAdder())
                .increment();
        synchronized (ended) {
            ended.addLast(last);
            while (ended.size() > kept) {
                ended.removeFirst();
            }
        }
    }

    /** The call with this id of ours or LiveKit's or this SIP Call-ID, while it runs. */
    public Optional<RunningCall> running(String id) {
        return running.values().stream()
                .filter(call -> call.callId().equals(id)
                        || call.sipCallId().equals(id)
                        || call.livekitCallId().equals(id))
                .findFirst();
    }

    /** The call with this id of ours or LiveKit's or this SIP Call-ID, running or ended. */
    public Optional<CallRecord> find(String id) {
        Optional<RunningCall> alive = running(id);
        if (alive.isPresent()) {
            return Optional.of(alive.get().record());
        }
        synchronized (ended) {
            return ended.stream()
                    .filter(call ->
                            call.callId().equals(id) || call.sipCallId().equals(id) || id.equals(call.livekitCallId()))
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

    /** Calls of that mode that run now. */
    public long runningCount(String mode) {
        return running.values().stream()
                .filter(call -> call.mode().equals(mode))
                .count();
    }

    /** Calls begun since the start. */
    public long startedCount() {
        return started.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Calls of that mode begun since the start. */
    public long startedCount(String mode) {
        LongAdder count = started.get(mode);
        return count == null ? 0 : count.sum();
    }

    /** Calls ended since the start, by mode and reason. */
    public Map<Ending, Long> ended() {
        Map<Ending, Long> counts = new java.util.HashMap<>();
        ends.forEach((ending, count) -> counts.put(ending, count.sum()));
        return counts;
    }
}
