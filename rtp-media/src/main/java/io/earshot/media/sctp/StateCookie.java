package io.earshot.media.sctp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks state cookies (RFC 9260, section 5.1.3): what is needed of the peer's INIT, when it was made, and an
 * HMAC-SHA-256 with a key that only this association knows. Confined to its association.
 */
final class StateCookie {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final int TERMS_BYTES = 8 + 4 + 8 + 4 + 1;

    /**
     * A cookie of ours that came back.
     *
     * @param madeNs when it was made
     */
    record Baked(PeerTerms terms, long madeNs) {}

    private final Mac mac;

    /** Cookies under a random key. */
    StateCookie(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    byte[] bake(PeerTerms terms, long nowNs) {
        ByteBuf out = Unpooled.buffer(TERMS_BYTES + MAC_BYTES);
        out.writeLong(nowNs).writeInt(terms.tag()).writeLong(terms.window()).writeInt(terms.initialTsn());
        out.writeByte((terms.forwards() ? 1 : 0) | (terms.resets() ? 2 : 0));
        out.writeBytes(mac.doFinal(ByteBufUtil.getBytes(out)));
        return ByteBufUtil.getBytes(out);
    }

    /** Null when it is not ours. */
    @Nullable
    Baked check(ByteBuf cookie) {
        if (cookie.readableBytes() != TERMS_BYTES + MAC_BYTES) {
            return null;
        }
        byte[] all = ByteBufUtil.getBytes(cookie);
        byte[] expected = mac.doFinal(Arrays.copyOf(all, TERMS_BYTES));
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(all, TERMS_BYTES, all.length))) {
            return null;
        }
        int flags = cookie.getByte(24);
        PeerTerms terms = new PeerTerms(
                cookie.getInt(8), cookie.getLong(12), cookie.getInt(20), (flags & 1) != 0, (flags & 2) != 0);
        return new Baked(terms, cookie.getLong(0));
    }
}
