package io.earshot.sip.digest;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces: each holds its time of issue and our seal, so that an unused one costs no memory; of used ones the counts that
 * were seen are kept until they expire, in a table of bounded size. Thread-safe because its one table is guarded by its
 * lock.
 */
final class NonceBook {
    private static final int RANDOM_BYTES = 8;
    private static final int SEAL_BYTES = 16;
    private static final int BYTES = Long.BYTES + RANDOM_BYTES + SEAL_BYTES;
    /** Counts below the highest one that may still come, out of order. */
    private static final int WINDOW = Long.SIZE;

    private final long lifetimeSeconds;
    private final SecretKeySpec key;
    private final SecureRandom random;
    private final Map<String, Counts> used;

    NonceBook(long lifetimeSeconds, int remembered, SecureRandom random) {
        this.lifetimeSeconds = lifetimeSeconds;
        this.random = random;
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.used = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Counts> eldest) {
                return size() > remembered;
            }
        };
    }

    /** A new nonce. */
    String issue(long nowSeconds) {
        byte[] salt = new byte[RANDOM_BYTES];
        random.nextBytes(salt);
        ByteBuffer nonce = ByteBuffer.allocate(BYTES).putLong(nowSeconds).put(salt);
        nonce.put(seal(nonce.array()), 0, SEAL_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce.array());
    }

    /** Whether the nonce is genuine and young; of no other may {@link #use} be asked. */
    boolean valid(String nonce, long nowSeconds) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (bytes.length != BYTES) {
            return false;
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        long age = nowSeconds - fields.getLong();
        byte[] seal = new byte[SEAL_BYTES];
        fields.get(Long.BYTES + RANDOM_BYTES, seal);
        boolean ours = MessageDigest.isEqual(seal, java.util.Arrays.copyOf(seal(bytes), SEAL_BYTES));
        return ours && age >= 0 && age <= lifetimeSeconds;
    }

    /** Marks the count of a valid nonce as used; false when it was. Count 0 stands for a client that does not count. */
    boolean use(String nonce, long count) {
        synchronized (used) {
            return used.computeIfAbsent(nonce, _ -> new Counts()).take(count);
        }
    }

    private byte[] seal(byte[] nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(nonce, 0, Long.BYTES + RANDOM_BYTES);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** The highest count seen and which of those right below it. */
    private static final class Counts {
        private long highest = -1;
        private long below;

        boolean take(long count) {
            if (count > highest) {
                long ahead = count - highest;
                below = highest < 0 || ahead > WINDOW ? 0 : below << ahead | 1L << (ahead - 1);
                highest = count;
                return true;
            }
            long behind = highest - count;
            if (behind == 0 || behind > WINDOW || (below & 1L << (behind - 1)) != 0) {
                return false;
            }
            below |= 1L << (behind - 1);
            return true;
        }
    }
}
