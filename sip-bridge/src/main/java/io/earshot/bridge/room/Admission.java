package io.earshot.bridge.room;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Which rooms this node has taken, and whether it can take one more. Joining agents count from the moment their room is taken. Thread-safe
 * because its sets are; at most as many too many as there are threads that ask at once.
 */
final class Admission {
    private final IntSupplier maximum;
    private final IntSupplier calls;
    private final Set<String> rooms = ConcurrentHashMap.newKeySet();
    private final Set<String> serving = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Takes rooms up to a number of calls.
     *
     * @param maximum that number, asked each time
     * @param calls calls of every kind that run on this node, those in rooms with a caller among them
     */
    Admission(IntSupplier maximum, IntSupplier calls) {
        this.maximum = maximum;
        this.calls = calls;
    }

    /** Takes a room; false when it is taken, or no more are. */
    boolean take(String room) {
        return refusal().isEmpty() && rooms.add(room);
    }

    boolean isTaken(String room) {
        return rooms.contains(room);
    }

    /** The room's call is among those that run. */
    void serving(String room) {
        serving.add(room);
    }

    void release(String room) {
        serving.remove(room);
        rooms.remove(room);
    }

    void close() {
        closed = true;
    }

    void open() {
        closed = false;
    }

    String refusal() {
        if (closed) {
            return "draining";
        }
        int most = maximum.getAsInt();
        return busy() >= most ? "all " + most + " calls in use" : "";
    }

    double load() {
        return Math.min(1, (double) busy() / maximum.getAsInt());
    }

    int taken() {
        return rooms.size();
    }

    private int busy() {
        return calls.getAsInt() + Math.max(0, rooms.size() - serving.size());
    }
}
