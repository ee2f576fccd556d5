package io.earshot.media.sctp;

import java.util.random.RandomGenerator;

/**
 * What an association draws by lot. Immutable.
 *
 * @param tag the verification tag of packets to us, not 0
 * @param initialTsn of our data
 * @param cookieKey of the HMAC in our cookies
 */
record Numbers(int tag, int initialTsn, byte[] cookieKey) {
    static Numbers draw(RandomGenerator random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        int tag = random.nextInt();
        return new Numbers(tag == 0 ? 1 : tag, random.nextInt(), key);
    }
}
