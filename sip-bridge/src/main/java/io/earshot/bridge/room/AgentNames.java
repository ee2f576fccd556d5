package io.earshot.bridge.room;

import java.security.SecureRandom;

/**
 * Identities of our agents: a common begin, by which nodes know each other's agents, and an end of its own for each. One fixed identity would
 * let a newcomer throw out the one that speaks already. Thread-safe.
 */
final class AgentNames {
    private static final String LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";
    private static final int LENGTH = 10;

    private final String begin;
    private final SecureRandom random = new SecureRandom();

    AgentNames(String begin) {
        this.begin = begin + "-";
    }

    /** An identity that no other has. */
    String next() {
        StringBuilder name = new StringBuilder(begin);
        for (int i = 0; i < LENGTH; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    /** Whether an identity is one of ours, of this node or another. */
    boolean isOurs(String identity) {
        return identity.startsWith(begin)
                && identity.length() == begin.length() + LENGTH
                && identity.chars().skip(begin.length()).allMatch(letter -> LETTERS.indexOf(letter) >= 0);
    }
}
