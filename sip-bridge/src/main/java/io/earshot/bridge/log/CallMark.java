package io.earshot.bridge.log;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What log lines of a call carry: its id and its trace, as the keys {@code call} and {@code trace} of SLF4J's MDC. Set around
 * whole events of a call (a SIP message, a report of its agent), never around packets. Immutable.
 *
 * @param callId our id of the call
 * @param traceId its trace
 */
public record CallMark(String callId, String traceId) {
    /** MDC key of the call's id. */
    public static final String CALL = "call";

    /** MDC key of the trace. */
    public static final String TRACE = "trace";

    /** Ends what {@link #open} began. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Marks what this thread logs until the scope is closed. A scope inside one of the same call changes nothing. */
    public Scope open() {
        String before = MDC.get(CALL);
        if (callId.equals(before)) {
            return () -> {};
        }
        String traceBefore = MDC.get(TRACE);
        MDC.put(CALL, callId);
        MDC.put(TRACE, traceId);
        return () -> restore(before, traceBefore);
    }

    /** Runs a task whose lines are marked. */
    public void run(Runnable task) {
        try (Scope _ = open()) {
            task.run();
        }
    }

    /** An executor whose tasks' lines are marked. */
    public Executor over(Executor executor) {
        return task -> executor.execute(() -> run(task));
    }

    private static void restore(@Nullable String call, @Nullable String trace) {
        if (call == null || trace == null) {
            MDC.remove(CALL);
            MDC.remove(TRACE);
        } else {
            MDC.put(CALL, call);
            MDC.put(TRACE, trace);
        }
    }
}
