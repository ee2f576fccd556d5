package io.earshot.bridge.call;

import java.security.SecureRandom;

/** Makes our ids of calls ({@code EC_…}): unguessable, and without letters that look alike. Thread-safe. */
public final class CallIds {
    private static final char[] LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".toCharArray();
    private static final int LENGTH = 12;

    private final SecureRandom random = new SecureRandom();

    /** An id that no other call has. */
    public String next() {
        StringBuilder id = new StringBuilder("EC_");
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return id.toString();
    }
}
