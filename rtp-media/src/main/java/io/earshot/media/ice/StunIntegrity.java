package io.earshot.media.ice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** MESSAGE-INTEGRITY under one key (RFC 8489, section 14.5): HMAC-SHA1. Confined to its agent. */
final class StunIntegrity {
    private final Mac mac;
    private final byte[] computed = new byte[Stun.INTEGRITY_BYTES];

    private StunIntegrity(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Short-term credentials (RFC 8489, section 9.1): the password is the key. */
    static StunIntegrity shortTerm(String password) {
        return new StunIntegrity(password.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the code of {@code octets[0, length)} to {@code octets[to, to + 20)}. */
    void sign(byte[] octets, int length, int to) {
        mac.update(octets, 0, length);
        try {
            mac.doFinal(octets, to);
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Whether {@code octets[at, at + 20)} is the code of {@code octets[0, length)}, with the header's length field read as
     * {@code claimedLength}; compares in constant time.
     */
    boolean verify(byte[] octets, int length, int claimedLength, int at) {
        mac.update(octets, 0, 2);
        mac.update((byte) (claimedLength >> 8));
        mac.update((byte) claimedLength);
        mac.update(octets, 4, length - 4);
        try {
            mac.doFinal(computed, 0);
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
        byte[] found = java.util.Arrays.copyOfRange(octets, at, at + Stun.INTEGRITY_BYTES);
        return MessageDigest.isEqual(computed, found);
    }
}
