package io.earshot.bridge.room;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which rooms this node has taken, and whether it can take one more. Joining agents count from the moment their room is taken. Thread-safe
 * because its sets are; at most as many too many as there are threads that ask at once.
 */
final class Admission {
    private final IntSupplier maximum;
    private final IntSupplier calls;
    private final Set<String> rooms = ConcurrentHashMap.newKeySet();
    private final Set<String> serving = ConcurrentHashMap.newKeySet();
    private volatile Supplier<String> overload = () -> "";
    private volatile boolean closed;

    /** Why no room is taken. */
    enum Obstacle {
        DRAINING,
        OVERLOAD,
        CAPACITY;

        /** As a metric's label. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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
        return obstacle() == null && rooms.add(room);
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

    /** From now on no room is taken while {@code why}, asked each time, is not empty. */
    void heed(Supplier<String> why) {
        overload = why;
    }

    /** What is in the way of one more room; null when nothing is. */
    @Nullable
    Obstacle obstacle() {
        if (closed) {
            return Obstacle.DRAINING;
        }
        if (!overload.get().isEmpty()) {
            return Obstacle.OVERLOAD;
        }
        return busy() >= maximum.getAsInt() ? Obstacle.CAPACITY : null;
    }

    String refusal() {
        return switch (obstacle()) {
            case null -> "";
            case DRAINING -> "draining";
            case OVERLOAD -> overload.get();
            case CAPACITY -> "all " + maximum.getAsInt() + " calls in use";
        };
    }

    /** Share of what this node can carry; an overloaded one is full, however few its calls are. */
    double load() {
        return overload.get().isEmpty() ? Math.min(1, (double) busy() / maximum.getAsInt()) : 1;
    }

    int taken() {
        return rooms.size();
    }

    private int busy() {
        return calls.getAsInt() + Math.max(0, rooms.size() - serving.size());
    }
}
