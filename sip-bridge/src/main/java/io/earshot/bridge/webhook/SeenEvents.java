package io.earshot.bridge.webhook;

import java.util.LinkedHashSet;

/** The latest event ids, so many and no more: the oldest are forgotten. Thread-safe under its own lock. */
final class SeenEvents {
    private final int capacity;
    private final LinkedHashSet<String> ids = new LinkedHashSet<>();

    SeenEvents(int capacity) {
        this.capacity = capacity;
    }

    /** Remembers an id; false when it is known. */
    synchronized boolean add(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > capacity) {
            ids.removeFirst();
        }
        return true;
    }

    /** Forgets an id whose event was not taken, so that its repetition is. */
    synchronized void forget(String id) {
        ids.remove(id);
    }
}
