package io.earshot.bridge.gateway;

import java.util.Optional;

/** Collects a PIN key by key: digits, {@code *} starts again, {@code #} ends. Sans-IO, confined to the call's loop. */
final class PinDialog {
    /** Longest PIN taken; further keys make it wrong, however it goes on. */
    static final int LONGEST = 16;

    private final StringBuilder keys = new StringBuilder();
    private final int tries;
    private int wrong;

    /** @param tries wrong PINs after which there is no further try */
    PinDialog(int tries) {
        this.tries = tries;
    }

    /** A key was pressed; the PIN when it was the last one, perhaps an empty one. */
    Optional<String> onKey(char key) {
        switch (key) {
            case '#' -> {
                String pin = keys.toString();
                keys.setLength(0);
                return Optional.of(pin);
            }
            case '*' -> keys.setLength(0);
            default -> {
                if (keys.length() <= LONGEST) {
                    keys.append(key);
                }
            }
        }
        return Optional.empty();
    }

    /** The PIN was not right; whether there is another try. */
    boolean wrong() {
        return ++wrong < tries;
    }
}
