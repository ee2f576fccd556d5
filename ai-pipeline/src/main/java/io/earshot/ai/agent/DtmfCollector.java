package io.earshot.ai.agent;

/** Gathers the caller's keys until {@code #} or a pause. Confined to the call's loop. */
final class DtmfCollector {
    private static final int MAX_KEYS = 64;

    private final StringBuilder keys = new StringBuilder();
    private long lastNs;

    /** Takes a key; true when the entry is complete. Keys that do not exist are ignored. */
    boolean add(char key, long nowNs) {
        if ("0123456789*#ABCD".indexOf(key) < 0) {
            return false;
        }
        lastNs = nowNs;
        keys.append(key);
        return key == '#' || keys.length() == MAX_KEYS;
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** When the last key was pressed. */
    long lastNs() {
        return lastNs;
    }

    /** The entry as the model sees it; the collector is empty afterwards. */
    String take() {
        String text = "[dtmf " + keys + "]";
        keys.setLength(0);
        return text;
    }
}
