package io.earshot.bridge.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The marks of this process's calls, found by what a line may name a call by: our id, the SIP Call-ID, or a room with one call. So a
 * line that names its call is marked wherever it is written, at no cost before it is. One for the process, as the log is.
 * Thread-safe: the table is concurrent, the bookkeeping under one lock.
 */
public final class CallMarks {
    /** Ended calls that are still known, for lines that come late (the answer to a BYE). */
    private static final int KEPT = 256;

    private static final CallMark SHARED = new CallMark("", "");
    private static final Map<String, CallMark> BY_NAME = new ConcurrentHashMap<>();
    private static final Map<String, List<String>> NAMES = new ConcurrentHashMap<>();
    private static final Deque<String> ENDED = new ArrayDeque<>();

    private CallMarks() {}

    /** A call has begun; it is also known by its Call-ID. */
    public static synchronized void begin(CallMark mark, String sipCallId) {
        NAMES.put(mark.callId(), new ArrayList<>());
        name(mark, mark.callId());
        also(mark, sipCallId);
    }

    /** A call is known by {@code name} too; a name that several calls have says nothing. */
    public static synchronized void also(CallMark mark, String name) {
        if (!name.isEmpty() && NAMES.containsKey(mark.callId())) {
            name(mark, name);
        }
    }

    /** A call is over; it stays known for a while. */
    public static synchronized void end(CallMark mark) {
        ENDED.addLast(mark.callId());
        while (ENDED.size() > KEPT) {
            forget(ENDED.removeFirst());
        }
    }

    /** The mark of the call with that name, or null. */
    public static @Nullable CallMark find(@Nullable Object name) {
        CallMark mark = name instanceof String text && !text.isEmpty() ? BY_NAME.get(text) : null;
        return SHARED.equals(mark) ? null : mark;
    }

    /** The mark of the first name among a line's arguments, or null. */
    public static @Nullable CallMark among(Object @Nullable [] arguments) {
        if (arguments == null || BY_NAME.isEmpty()) {
            return null;
        }
        for (Object argument : arguments) {
            CallMark mark = find(argument);
            if (mark != null) {
                return mark;
            }
        }
        return null;
    }

    private static void name(CallMark mark, String name) {
        CallMark other = BY_NAME.putIfAbsent(name, mark);
        if (other != null && !other.equals(mark)) {
            BY_NAME.put(name, SHARED);
        }
        List<String> names = NAMES.get(mark.callId());
        if (names != null && !names.contains(name)) {
            names.add(name);
        }
    }

    private static void forget(String callId) {
        List<String> names = NAMES.remove(callId);
        if (names != null) {
            names.forEach(BY_NAME::remove);
        }
    }
}
