package io.earshot.sip;

import java.security.SecureRandom;

/** The source of tags. Thread-safe because {@link SecureRandom} is. */
final class Randomness {

    static final SecureRandom SECURE = new SecureRandom();

    private Randomness() {}
}
