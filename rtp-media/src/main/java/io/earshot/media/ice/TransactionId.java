package io.earshot.media.ice;

import java.util.random.RandomGenerator;

/** The 96 bits that join a STUN response to its request (RFC 8489, section 5). Immutable. */
record TransactionId(long high, int low) {
    static TransactionId random(RandomGenerator random) {
        return new TransactionId(random.nextLong(), random.nextInt());
    }
}
